import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseResult, parseTruth, type Result, type Truth } from '@sid/eval';
import { atomicWrite } from './atomic-write.ts';

const json = (value: unknown): string => `${JSON.stringify(value, null, 1)}\n`;

const text = async (path: string): Promise<string | undefined> => {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
};

/** Where the results of one data set lie. */
export interface ResultFolder {
  readonly path: string;
  readResult(method: string, run: string): Promise<Result | undefined>;
  writeResult(result: Result): Promise<string>;
  readTruth(digest: string): Promise<Truth | undefined>;
  writeTruth(truth: Truth): Promise<string>;
  write(name: string, content: string): Promise<string>;
  read(name: string): Promise<string | undefined>;
}

/**
 * `RESULTS/<dataset>`, by the name that the data set gives itself: collections of one kind do not mix if their names
 * differ. Every file is written whole or not at all.
 */
export const resultFolder = (results: string, dataset: string): ResultFolder => {
  const folder = join(results, dataset.replace(/[^\w.-]+/g, '-'));
  const resultPath = (method: string, run: string) => join(folder, method, `${run}.json`);
  const truthPath = (digest: string) => join(folder, 'truth', `${digest.slice(0, 12)}.json`);
  const put = async (path: string, content: string) => {
    await atomicWrite(path, content);
    return path;
  };
  return {
    path: folder,
    readResult: async (method, run) => {
      const path = resultPath(method, run);
      const content = await text(path);
      return content === undefined ? undefined : parseResult(content, path);
    },
    writeResult: (result) => put(resultPath(result.method, result.run), json(result)),
    readTruth: async (digest) => {
      const path = truthPath(digest);
      const content = await text(path);
      return content === undefined ? undefined : parseTruth(content, path);
    },
    writeTruth: (truth) => put(truthPath(truth.digest), json(truth)),
    write: (name, content) => put(join(folder, name), content),
    read: (name) => text(join(folder, name)),
  };
};
