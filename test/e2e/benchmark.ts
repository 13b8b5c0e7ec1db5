import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Board, Result } from '@sid/eval';
import { type CollectionSize, writeCollection } from './collection.ts';
import { addPlugins, testFolder, writeConfig } from './folder.ts';

/** A folder with a small collection, the plugins of others and `benchmark.yaml`, which compares those two. */
export const ownBenchmark = async (
  changes: object = {},
  size: CollectionSize = { references: 4, noise: 4 },
): Promise<string> => {
  const folder = await testFolder();
  await addPlugins(folder);
  await writeCollection(join(folder, 'music'), size);
  await writeConfig(folder, {
    plugins: ['@sid/plugin-datasets', './crossings.ts', 'sid-plugin-loudness', '@sid/plugin-reporters'],
    dataset: { use: 'sample100', with: { root: 'music' } },
    methods: { crossings: { retriever: 'crossings' }, loudness: { retriever: 'loudness' } },
    protocol: { bootstrapSamples: 200, permutations: 200 },
    ...changes,
  });
  return folder;
};

/** Every stored result below `results`, by method. */
export const storedResults = async (results: string): Promise<ReadonlyMap<string, Result>> => {
  const entries = await readdir(results, { recursive: true, withFileTypes: true });
  const files = entries.filter(
    ({ name, parentPath }) => /^[0-9a-f]{12}\.json$/.test(name) && !parentPath.endsWith('truth'),
  );
  const all = await Promise.all(
    files.map(async ({ name, parentPath }) => JSON.parse(await readFile(join(parentPath, name), 'utf8')) as Result),
  );
  return new Map(all.map((result) => [result.method, result]));
};

const digest = (value: unknown): string => createHash('sha256').update(JSON.stringify(value)).digest('hex');

/**
 * What must not depend on when and how a run was made, by method: everything of a result but times and machine. As
 * digests, since showing how two long texts differ takes minutes.
 */
export const rankingsOf = (results: ReadonlyMap<string, Result>): Readonly<Record<string, string>> =>
  Object.fromEntries(
    [...results].map(([method, { run, dataset, size, rankings, leftOut }]) => [
      method,
      digest({ run, dataset, size, rankings, leftOut }),
    ]),
  );

/** Metrics and tests of a board, without times, likewise. */
export const figuresOf = ({ methods, tests, dataset }: Board): Readonly<Record<string, string>> => ({
  dataset: digest(dataset),
  tests: digest(tests),
  ...Object.fromEntries(methods.map(({ timing: _, ...rest }) => [rest.name, digest(rest)])),
});
