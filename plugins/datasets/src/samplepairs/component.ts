import { defineDataset, SidError, tokens } from '@sid/core';
import { absolute, exists } from '../place.ts';
import { toCollection, validationOf } from './collection.ts';
import { readNoise } from './noise.ts';
import { samplepairsOptions } from './options.ts';
import { readPairs } from './pairs.ts';

const citation =
  'A. Riou, J. Serrà, Y. Mitsufuji: Automatic Music Sample Identification with Multi-Track Contrastive Learning. ICASSP 2026, arXiv 2510.11507.';

/** One-to-one pairs of recordings and, beside them, songs that nothing samples: the layout of SamplePairs. */
export const samplepairs = defineDataset({
  name: 'samplepairs',
  summary: 'Pairs of query and reference from a CSV file, with a folder of noise, as in SamplePairs.',
  revision: 1,
  options: samplepairsOptions,
  needs: { baseFolder: tokens.baseFolder, logger: tokens.logger },
  async create(options, { baseFolder, logger }) {
    const root = absolute(options.root, baseFolder);
    const file = absolute(options.pairs, root);
    const noise = absolute(options.noise ?? 'noise', root);
    const noiseList = options.noiseList === undefined ? undefined : absolute(options.noiseList, root);
    const read = async () => {
      if (options.noise !== undefined && !(await exists(noise)))
        throw new SidError(
          'SID_DATASET_METADATA',
          `The folder of noise ${noise} does not exist. Correct the option "noise".`,
        );
      return [await readPairs(file), await readNoise(noise, noiseList)] as const;
    };
    const digest = await readPairs(file).then(
      (list) => list.digest,
      () => 'unreadable',
    );
    return {
      info: {
        name: options.name,
        version: `pairs ${digest}`,
        licence: options.licence ?? "not stated; list and recordings are the user's own",
        citation: options.citation ?? citation,
        generated: false,
        description: 'One-to-one pairs of a query and the recording it samples, among songs that nothing samples.',
      },
      async collect() {
        const [list, noise] = await read();
        for (const { reason } of list.problems) logger.warn(`${list.file}: ${reason}`);
        return toCollection(list, noise);
      },
      validate: async () => validationOf(...(await read())),
    };
  },
});
