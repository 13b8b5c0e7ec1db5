import { readdir, stat } from 'node:fs/promises';
import { extname, join, resolve } from 'node:path';
import { messageOf, SidError } from '@sid/core';
import { audioExtensions } from './audio/index.ts';

const known = new Set(audioExtensions.map((extension) => extension.replace(/^\./, '').toLowerCase()));

const isAudio = (name: string): boolean => known.has(extname(name).slice(1).toLowerCase());

/**
 * Files as named, and every audio file below the folders that are named, without repetition, in the order of their
 * paths.
 *
 * @throws SidError SID_AUDIO_UNREADABLE for a path that does not exist
 */
export const audioFiles = async (cwd: string, paths: readonly string[]): Promise<readonly string[]> => {
  const found = new Set<string>();
  for (const path of paths.map((each) => resolve(cwd, each))) {
    const kind = await stat(path).catch((error: unknown) => {
      throw new SidError('SID_AUDIO_UNREADABLE', `"${path}" cannot be opened: ${messageOf(error)}`, { cause: error });
    });
    if (!kind.isDirectory()) {
      found.add(path);
      continue;
    }
    for (const entry of await readdir(path, { withFileTypes: true, recursive: true })) {
      if (entry.isFile() && isAudio(entry.name)) found.add(join(entry.parentPath, entry.name));
    }
  }
  return [...found].sort();
};
