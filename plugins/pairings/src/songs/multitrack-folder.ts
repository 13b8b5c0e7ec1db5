import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { bareName, type Listing, listFolder } from './sound-files.ts';

/** One part of a song: files that are added up. Paths are relative to the root of the collection. */
export interface StemFiles {
  readonly name: string;
  readonly files: readonly string[];
}

export interface SongFiles {
  /** Path of its folder below the root. */
  readonly id: string;
  readonly stems: readonly StemFiles[];
}

export interface FolderRules {
  /** What a stem is: a file in the folder of the song, or a folder in it; told from each folder for `auto`. */
  readonly layout: 'auto' | 'files' | 'folders';
  /** Names of files that are no stems. */
  readonly exclude: readonly string[];
}

const joined = (path: string, name: string): string => (path === '' ? name : `${path}/${name}`);

/** MoisesDB puts a `data.json` beside the folders of a song's stems. */
const isFolderSong = async (folder: string): Promise<boolean> => (await readdir(folder)).includes('data.json');

const stemsOfFiles = (path: string, { files }: Listing, { exclude }: FolderRules): StemFiles[] =>
  files
    .filter((name) => !exclude.includes(bareName(name).toLowerCase()))
    // Of several formats of one part the first is enough.
    .filter((name, i, all) => all.findIndex((other) => bareName(other) === bareName(name)) === i)
    .map((name) => ({ name: bareName(name), files: [joined(path, name)] }));

const stemsOfFolders = async (root: string, path: string, { folders }: Listing): Promise<StemFiles[]> => {
  const stems: StemFiles[] = [];
  for (const name of folders) {
    const below = joined(path, name);
    const { files } = await listFolder(join(root, below));
    if (files.length > 0) stems.push({ name, files: files.map((file) => joined(below, file)) });
  }
  return stems;
};

/**
 * Every song below `root`, in the order of their paths. A folder is a song where it has two stems or more; the folders
 * of other folders are looked into.
 */
export const findSongs = async (root: string, rules: FolderRules, path = ''): Promise<SongFiles[]> => {
  const folder = join(root, path);
  const listing = await listFolder(folder);
  const asFolders = rules.layout === 'folders' || (rules.layout === 'auto' && (await isFolderSong(folder)));
  const stems = asFolders ? await stemsOfFolders(root, path, listing) : stemsOfFiles(path, listing, rules);
  // The root holds songs; one song alone is given by the folder above it.
  if (path !== '' && stems.length >= 2) return [{ id: path, stems }];
  const songs: SongFiles[] = [];
  for (const name of listing.folders) songs.push(...(await findSongs(root, rules, joined(path, name))));
  return songs;
};
