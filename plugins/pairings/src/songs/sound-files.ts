import { createHash } from 'node:crypto';
import { type FileHandle, open, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { messageOf, SidError } from '@sid/core';

const sound = /\.(wav|wave|flac|aiff?|caf|mp3|ogg|oga|opus|m4a|mp4|aac)$/i;

/** A folder as training sees it: sound files and folders, hidden ones left out, both sorted by code units. */
export interface Listing {
  readonly files: readonly string[];
  readonly folders: readonly string[];
}

/** @throws SidError SID_SONGS_UNFIT where the folder cannot be listed */
export const listFolder = async (folder: string): Promise<Listing> => {
  try {
    const entries = await readdir(folder, { withFileTypes: true });
    const visible = entries.filter(({ name }) => !name.startsWith('.'));
    return {
      files: visible
        .filter((entry) => (entry.isFile() || entry.isSymbolicLink()) && sound.test(entry.name))
        .map(({ name }) => name)
        .sort(),
      folders: visible
        .filter((entry) => entry.isDirectory())
        .map(({ name }) => name)
        .sort(),
    };
  } catch (error) {
    throw new SidError('SID_SONGS_UNFIT', `The folder ${folder} cannot be listed (${messageOf(error)}).`, {
      cause: error,
      suggestions: ['Paths in a configuration are read against its own folder.'],
    });
  }
};

/** The name of a sound file without its extension. */
export const bareName = (name: string): string => name.replace(sound, '');

const pieceBytes = 16_384;

const pieces = async (handle: FileHandle): Promise<readonly Uint8Array[]> => {
  const { size } = await handle.stat();
  const places = [0, Math.floor((size - pieceBytes) / 2), size - pieceBytes].map((at) => Math.max(0, at));
  const out: Uint8Array[] = [new TextEncoder().encode(String(size))];
  for (const position of places) {
    const { buffer, bytesRead } = await handle.read(new Uint8Array(pieceBytes), 0, pieceBytes, position);
    out.push(buffer.subarray(0, bytesRead));
  }
  return out;
};

/**
 * Tells contents of files apart without reading them whole, which for a collection of multitracks takes minutes: their
 * lengths, and 16 KiB each from beginning, middle and end.
 */
export const digestFiles = async (root: string, paths: readonly string[]): Promise<string> => {
  const hash = createHash('sha256');
  for (const path of paths) {
    const handle = await open(join(root, path));
    try {
      hash.update(`${path.replaceAll('\\', '/')}\n`);
      for (const piece of await pieces(handle)) hash.update(piece);
    } finally {
      await handle.close();
    }
  }
  return hash.digest('hex').slice(0, 32);
};
