import { randomBytes } from 'node:crypto';
import { mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { messageOf, SidError } from '@sid/core';

/**
 * Writes a whole file or nothing: under a temporary name beside it, flushed to the disk, then renamed. A process
 * killed at any moment leaves the old file or the new one.
 */
export const atomicWrite = async (
  path: string,
  content: Uint8Array | string | AsyncIterable<Uint8Array>,
): Promise<void> => {
  const temporary = `${path}.${process.pid}-${randomBytes(4).toString('hex')}.part`;
  try {
    await mkdir(dirname(path), { recursive: true });
    const handle = await open(temporary, 'wx');
    try {
      await handle.writeFile(content);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => undefined);
    throw new SidError('SID_STORAGE_FAILED', `"${path}" could not be written: ${messageOf(error)}.`, {
      cause: error,
      suggestions: ['Free some space, or choose another place with --results and --cache.'],
    });
  }
};
