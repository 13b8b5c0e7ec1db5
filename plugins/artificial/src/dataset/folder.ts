import { readdir, stat } from 'node:fs/promises';
import { extname, join, relative } from 'node:path';
import { SidError } from '@sid/core';

const extensions = new Set(['.wav', '.flac', '.mp3', '.ogg', '.oga', '.opus', '.aac', '.m4a', '.mp4', '.aif', '.aiff']);

/** A file of music: its path, its path below the folder, and what changes when its content does. */
export interface MusicFile {
  readonly file: string;
  readonly name: string;
  readonly size: number;
  readonly modified: number;
}

/**
 * All files below `root` that are named like audio, sorted by path; hidden files and folders are passed over.
 *
 * @throws SidError SID_DATASET_EMPTY where there is no such folder
 */
export const listMusic = async (root: string): Promise<MusicFile[]> => {
  const entries = await readdir(root, { recursive: true, withFileTypes: true }).catch((cause: unknown) => {
    throw new SidError(
      'SID_DATASET_EMPTY',
      `The option root of "artificial" names "${root}", which cannot be listed.`,
      {
        cause,
        suggestions: ['Name a folder that holds music, with --root or in the configuration.'],
      },
    );
  });
  const paths = entries
    .filter((entry) => entry.isFile() && extensions.has(extname(entry.name).toLowerCase()))
    .map((entry) => join(entry.parentPath, entry.name))
    .filter(
      (path) =>
        !relative(root, path)
          .split(/[\\/]/)
          .some((part) => part.startsWith('.')),
    )
    .map((file) => ({ file, name: relative(root, file).replaceAll('\\', '/') }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
  return Promise.all(
    paths.map(async ({ file, name }) => {
      const { size, mtimeMs } = await stat(file);
      return { file, name, size, modified: mtimeMs };
    }),
  );
};
