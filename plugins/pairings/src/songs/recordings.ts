import { isAbsolute, join, resolve } from 'node:path';
import { type Audio, SidError } from '@sid/core';
import { bareName, digestFiles, listFolder } from './sound-files.ts';

/** Finished recordings of a folder, by their paths without extension. */
export interface Recordings {
  readonly ids: readonly string[];
  /** Tells the contents apart, for cache keys. */
  readonly content: string;
  /** @throws SidError SID_SONGS_UNFIT for an id that is not there */
  read(id: string, sampleRate: number): Promise<Audio>;
}

type ReadAudio = (
  file: { readonly id: string; readonly file: string; readonly to?: number },
  sampleRate: number,
) => Promise<Audio>;

/** Paths of all sound files below `root`, in order. */
const findFiles = async (root: string, path = ''): Promise<string[]> => {
  const { files, folders } = await listFolder(join(root, path));
  const below = (name: string): string => (path === '' ? name : `${path}/${name}`);
  const found = files.map(below);
  for (const folder of folders) found.push(...(await findFiles(root, below(folder))));
  return found;
};

const repeated = (samples: Float32Array, length: number): Float32Array => {
  if (samples.length >= length || samples.length === 0) return samples;
  const out = new Float32Array(length);
  for (let at = 0; at < length; at += samples.length) out.set(samples.subarray(0, length - at), at);
  return out;
};

/**
 * @param maxSeconds - what lies beyond in a recording is not read
 * @param repeatTo - a shorter one is repeated until it lasts so many seconds
 * @throws SidError SID_SONGS_UNFIT where there is none
 */
export const openRecordings = async (
  { root, maxSeconds, repeatTo }: { readonly root: string; readonly maxSeconds: number; readonly repeatTo: number },
  { baseFolder, readAudio }: { readonly baseFolder: string; readonly readAudio: ReadAudio },
): Promise<Recordings> => {
  const folder = isAbsolute(root) ? root : resolve(baseFolder, root);
  const paths = await findFiles(folder);
  if (paths.length === 0) {
    throw new SidError('SID_SONGS_UNFIT', `${folder} has no sound files.`, {
      suggestions: ['Paths in a configuration are read against its own folder.'],
    });
  }
  // Of several formats of one recording the first is enough.
  const files = new Map(paths.toReversed().map((path) => [bareName(path), path]));
  const ids = [...files.keys()].sort();
  const content = await digestFiles(
    folder,
    ids.flatMap((id) => files.get(id) ?? []),
  );
  const read = async (id: string, sampleRate: number): Promise<Audio> => {
    const path = files.get(id);
    if (path === undefined) throw new SidError('SID_SONGS_UNFIT', `There is no recording "${id}" in ${folder}.`);
    const { samples } = await readAudio({ id, file: join(folder, path), to: maxSeconds }, sampleRate);
    return { id, sampleRate, samples: repeated(samples, Math.round(repeatTo * sampleRate)) };
  };
  return { ids, content, read };
};
