import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { type Collection, type DatasetInfo, type LeftOut, messageOf, type Recording } from '@sid/core';
import { atomicWrite } from './atomic-write.ts';
import { fileDigest } from './audio/index.ts';
import { digestOf } from './digest.ts';

/** A collection whose files have been looked at. */
export interface Survey {
  readonly info: DatasetInfo;
  readonly collection: Collection;
  /** SHA-256 of the content of each recording's file, by recording id. */
  readonly digests: ReadonlyMap<string, string>;
  /** SHA-256 of everything: metadata, truth and content. */
  readonly digest: string;
}

type Memo = Record<string, readonly [size: number, changedMs: number, digest: string]>;

const readMemo = async (path: string): Promise<Memo> => {
  try {
    return JSON.parse(await readFile(path, 'utf8')) as Memo;
  } catch {
    return {};
  }
};

const isUsable = (unreadable: readonly LeftOut[]) => {
  const ids = new Set(unreadable.map(({ id }) => id));
  return ({ id }: Recording): boolean => !ids.has(id);
};

/**
 * Takes the digest of every file. A digest is remembered with the file's size and time of change, as git does, so
 * that a second look at a large catalogue costs no reading; keys of the cache hold only the digest itself.
 */
export const survey = async (info: DatasetInfo, collection: Collection, cache: string): Promise<Survey> => {
  const memoPath = join(cache, 'digests.json');
  const memo = await readMemo(memoPath);
  const digests = new Map<string, string>();
  const unreadable: LeftOut[] = [];
  let changed = false;
  for (const recording of [...collection.references, ...collection.queries]) {
    const { id, file } = recording;
    try {
      const { size, mtimeMs } = await stat(file);
      const known = memo[file];
      if (known !== undefined && known[0] === size && known[1] === mtimeMs) {
        digests.set(id, known[2]);
        continue;
      }
      const digest = await fileDigest(file);
      memo[file] = [size, mtimeMs, digest];
      changed = true;
      digests.set(id, digest);
    } catch (error) {
      unreadable.push({ id, file, reason: `"${file}" cannot be read: ${messageOf(error)}` });
    }
  }
  if (changed) await atomicWrite(memoPath, JSON.stringify(memo));
  const usable: Collection = {
    ...collection,
    references: collection.references.filter(isUsable(unreadable)),
    queries: collection.queries.filter(isUsable(unreadable)),
    leftOut: [...collection.leftOut, ...unreadable],
  };
  const described = ({ file, ...rest }: Recording) => ({ ...rest, content: digests.get(rest.id) });
  const digest = digestOf({
    name: info.name,
    version: info.version,
    references: usable.references.map(described),
    queries: usable.queries.map(described),
    relations: usable.relations,
  });
  return { info, collection: usable, digests, digest };
};
