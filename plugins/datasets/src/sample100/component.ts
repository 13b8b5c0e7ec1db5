import { join } from 'node:path';
import { type DatasetInfo, defineDataset, tokens } from '@sid/core';
import { listAudio } from '../audio-folder.ts';
import { absolute } from '../place.ts';
import { toCollection } from './collection.ts';
import { downloadSample100 } from './download.ts';
import { infoOf } from './info.ts';
import { type Metadata, readMetadata } from './metadata.ts';
import { sample100Options } from './options.ts';
import { validationOf } from './validation.ts';

/** Sample100 and every collection in its format: 75 hip-hop tracks, the 68 recordings they sample, and noise. */
export const sample100 = defineDataset({
  name: 'sample100',
  summary: "Sample100 (Van Balen et al.) or any collection in its format; recordings are the user's own.",
  revision: 1,
  options: sample100Options,
  needs: { baseFolder: tokens.baseFolder, logger: tokens.logger, signal: tokens.signal },
  async create(options, { baseFolder, logger, signal }) {
    const root = absolute(options.root, baseFolder);
    const annotations = options.annotations === undefined ? undefined : absolute(options.annotations, baseFolder);
    const read = (): Promise<Metadata> =>
      readMetadata(root, { queries: options.queries, ...(annotations === undefined ? {} : { annotations }) });
    const sounds = () => listAudio(join(root, 'audio'), { recursive: false });
    // Creating must work before there are any tables: it is what fetches them.
    const info: DatasetInfo = infoOf(await read().catch(() => undefined), options);
    return {
      info,
      async collect() {
        const metadata = await read();
        for (const { reason, file } of metadata.problems) logger.warn(`${file ?? root}: ${reason}`);
        return toCollection(metadata, await sounds(), options, root);
      },
      validate: async () => validationOf(await read(), await sounds()),
      download: () => downloadSample100(root, annotations, options, { logger, signal }),
    };
  },
});
