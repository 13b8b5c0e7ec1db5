import { basename, dirname, join } from 'node:path';
import type { Logger } from '@sid/core';
import { type Fetched, fetchAll } from '../download.ts';
import { locate } from '../place.ts';
import type { Sample100Options } from './options.ts';
import { extended, origin } from './origin.ts';

/**
 * Fetches the tables into `root` (beside a samples.csv that is already there), and the extended annotations where an
 * option names a folder for them. Nothing is written before everything has arrived and its checksum is right.
 *
 * @returns absolute paths of the files written
 */
export const downloadSample100 = async (
  root: string,
  annotations: string | undefined,
  options: Pick<Sample100Options, 'source' | 'annotationsSource'>,
  given: { readonly logger: Logger; readonly signal: AbortSignal },
): Promise<readonly string[]> => {
  const there = await locate(root, 'samples.csv');
  const folder = there === undefined ? root : dirname(there);
  const tables = origin.files.map(
    ({ path, sha256 }): Fetched => ({
      url: `${trimmed(options.source ?? origin.source)}/${path}`,
      file: join(folder, path),
      sha256,
      byHand: `Fetch it by hand from ${origin.repository}, save it as ${join(folder, path)}, and go on.`,
    }),
  );
  given.logger.info(`Sample100 (${origin.repository}), licence: ${origin.licence}`);
  if (annotations === undefined) return fetchAll(tables, given);
  const extras = extended.files.map(
    ({ path, sha256 }): Fetched => ({
      url: `${trimmed(options.annotationsSource ?? extended.source)}/${path}`,
      file: join(annotations, basename(path)),
      sha256,
      byHand: `Fetch ${path} by hand from ${extended.repository}, save it as ${join(annotations, basename(path))}, and go on.`,
    }),
  );
  given.logger.info(`Extended annotations (${extended.repository}), licence: ${extended.licence}`);
  return fetchAll([...tables, ...extras], given);
};

const trimmed = (url: string): string => url.replace(/\/+$/, '');
