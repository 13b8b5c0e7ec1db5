import { access } from 'node:fs/promises';
import { join } from 'node:path';
import type { Store } from '@sid/core';
import { atomicWrite } from './atomic-write.ts';
import { digestOf } from './digest.ts';

/** Path in the cache of what `key` makes: `<cache>/<kind>/<aa>/<sha256>.<extension>`. */
export const cachePath = (cache: string, kind: string, key: unknown, extension: string): string => {
  const digest = digestOf(key);
  return join(cache, kind, digest.slice(0, 2), `${digest}.${extension}`);
};

const exists = async (path: string): Promise<boolean> => {
  try {
    await access(path);
    return true;
  } catch {
    return false;
  }
};

/** A store below the folder `cache`. What a path holds is said by the small JSON file beside it. */
export const createStore = (cache: string): Store => {
  const peek: Store['peek'] = async (kind, key, extension) => {
    const path = cachePath(cache, kind, key, extension);
    return (await exists(path)) ? path : undefined;
  };
  const file: Store['file'] = async (kind, key, extension, make) => {
    const path = cachePath(cache, kind, key, extension);
    if (await exists(path)) return path;
    await atomicWrite(path.replace(/\.[^.]+$/, '.json'), `${JSON.stringify({ kind, key }, null, 2)}\n`);
    await atomicWrite(path, await make());
    return path;
  };
  return { file, peek };
};
