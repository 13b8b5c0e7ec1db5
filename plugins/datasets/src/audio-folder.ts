import type { Dirent } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { messageOf, SidError } from '@sid/core';
import { compareIds } from './order.ts';

/** A file with the name of a sound file. */
export interface AudioFile {
  /** Its path below the folder without the extension, with `/` on every system. */
  readonly id: string;
  readonly file: string;
  readonly bytes: number;
  /** Other files of the same id, not used. */
  readonly others: readonly string[];
}

/**
 * Extensions in order of preference where one id has several files: without loss first. Some are not decoded by sid;
 * they are listed so that the error names the file and its format instead of calling the track missing.
 */
const extensions = [
  ...['.wav', '.wave', '.flac', '.aif', '.aiff', '.caf'],
  ...['.low.mp3', '.mp3', '.ogg', '.oga', '.opus', '.m4a', '.mp4', '.aac', '.wma', '.webm'],
] as const;

/** The extension of a sound file's name, or undefined. `.low.mp3` is what MTG-Jamendo calls its smaller files. */
export const audioExtension = (name: string): (typeof extensions)[number] | undefined => {
  const lower = name.toLowerCase();
  return extensions.find((extension) => lower.endsWith(extension) && lower.length > extension.length);
};

/** `name` without the extension of a sound file. */
export const withoutExtension = (name: string): string =>
  name.slice(0, name.length - (audioExtension(name) ?? '').length);

/**
 * Every sound file in a folder, by id. Hidden files are ignored, so the `._` files that macOS leaves on foreign disks
 * are, too. A folder that is not there has none.
 *
 * @throws SidError SID_DATASET_METADATA where the folder cannot be listed
 */
export const listAudio = async (
  folder: string,
  options: { readonly recursive: boolean },
): Promise<ReadonlyMap<string, AudioFile>> => {
  const found = new Map<string, { file: string; bytes: number; rank: number }[]>();
  for await (const { path, bytes } of files(folder, '', options.recursive)) {
    const extension = audioExtension(path);
    if (extension === undefined) continue;
    const candidates = found.get(withoutExtension(path)) ?? [];
    candidates.push({ file: join(folder, path), bytes, rank: extensions.indexOf(extension) });
    found.set(withoutExtension(path), candidates);
  }
  const ids = [...found.keys()].sort(compareIds);
  return new Map(
    ids.flatMap((id) => {
      const [first, ...rest] = (found.get(id) ?? []).sort((a, b) => a.rank - b.rank || compareIds(a.file, b.file));
      if (first === undefined) return [];
      return [[id, { id, file: first.file, bytes: first.bytes, others: rest.map(({ file }) => file) }]];
    }),
  );
};

async function* files(
  root: string,
  below: string,
  recursive: boolean,
): AsyncGenerator<{ readonly path: string; readonly bytes: number }> {
  for (const entry of await entries(join(root, below))) {
    if (entry.name.startsWith('.')) continue;
    const path = below === '' ? entry.name : `${below}/${entry.name}`;
    // A link counts as what it points at; a dangling one as absent. Links to folders could turn in circles.
    const target =
      entry.isSymbolicLink() || entry.isFile() ? await stat(join(root, path)).catch(() => undefined) : undefined;
    if (target?.isFile()) yield { path, bytes: target.size };
    else if (recursive && entry.isDirectory()) yield* files(root, path, recursive);
  }
}

const entries = async (folder: string): Promise<readonly Dirent[]> => {
  try {
    return await readdir(folder, { withFileTypes: true });
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw new SidError('SID_DATASET_METADATA', `The folder ${folder} cannot be listed (${messageOf(error)}).`, {
      cause: error,
    });
  }
};
