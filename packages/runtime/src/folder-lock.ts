import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { messageOf, SidError } from '@sid/core';

const lockFile = 'lock';

/** SQLite's code for a lock that somebody else has. */
const busy = 5;

/**
 * Keeps other processes, and other callers in this one, from working in a folder, until disposed of. It is the operating
 * system's lock on an empty file, by way of SQLite, and ends with the process, however that ends: no lock is ever stale.
 * The file stays, since whoever waits for it may have it open.
 *
 * @throws SidError SID_FOLDER_BUSY where somebody else has it, SID_STORAGE_FAILED where nobody could
 */
export const lockFolder = async (folder: string, work: string): Promise<Disposable> => {
  // Loaded when needed: on Node 22 it comes with a warning.
  const { DatabaseSync } = await import('node:sqlite');
  const path = join(folder, lockFile);
  try {
    await mkdir(folder, { recursive: true });
    const file = new DatabaseSync(path, { timeout: 0 });
    try {
      file.exec('BEGIN EXCLUSIVE');
    } catch (error) {
      file.close();
      throw error;
    }
    return { [Symbol.dispose]: () => file.close() };
  } catch (error) {
    if ((error as { readonly errcode?: number }).errcode !== busy) {
      throw new SidError('SID_STORAGE_FAILED', `"${path}" cannot be locked: ${messageOf(error)}.`, { cause: error });
    }
    throw new SidError('SID_FOLDER_BUSY', `Another ${work} is going on in "${folder}".`, {
      cause: error,
      suggestions: ['Wait until it has ended, stop it, or choose another folder with --out.'],
    });
  }
};
