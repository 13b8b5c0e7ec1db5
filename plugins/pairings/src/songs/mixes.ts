import { isAbsolute, join, resolve } from 'node:path';
import { defineSongs, type Multitrack, SidError, tokens } from '@sid/core';
import { separate } from '@sid/effects';
import * as z from 'zod';
import { bareName, digestFiles, listFolder } from './sound-files.ts';

const options = z.strictObject({
  root: z.string().min(1).describe('Folder of finished recordings. Subfolders are searched.'),
  maxSeconds: z.number().min(10).max(3600).default(180).describe('What lies beyond in a recording is not used.'),
  repeatTo: z
    .number()
    .min(0)
    .max(600)
    .default(0)
    .describe('A shorter recording (a drum loop) is repeated until it is so many seconds long.'),
});

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

export const mixes = defineSongs({
  name: 'mixes',
  summary: 'A folder of finished recordings, each taken apart into harmonic, percussive and bass.',
  revision: 1,
  options,
  needs: { baseFolder: tokens.baseFolder, readAudio: tokens.readAudio },
  async create({ root, maxSeconds, repeatTo }, { baseFolder, readAudio }) {
    const folder = isAbsolute(root) ? root : resolve(baseFolder, root);
    const paths = await findFiles(folder);
    if (paths.length === 0) {
      throw new SidError('SID_SONGS_UNFIT', `${folder} has no sound files.`, {
        suggestions: ['Paths in a configuration are read against its own folder.'],
      });
    }
    // Of several formats of one recording the first is enough.
    const songs = new Map(paths.toReversed().map((path) => [bareName(path), path]));
    const ids = [...songs.keys()].sort();
    const content = await digestFiles(
      folder,
      ids.flatMap((id) => songs.get(id) ?? []),
    );
    const read = async (id: string, sampleRate: number): Promise<Multitrack> => {
      const path = songs.get(id);
      if (path === undefined) throw new SidError('SID_SONGS_UNFIT', `There is no recording "${id}" in ${folder}.`);
      const { samples } = await readAudio({ id, file: join(folder, path), to: maxSeconds }, sampleRate);
      const parts = separate(repeated(samples, Math.round(repeatTo * sampleRate)), sampleRate);
      return {
        id,
        stems: [
          { id: 'harmonic', sampleRate, samples: parts.harmonic },
          { id: 'percussive', sampleRate, samples: parts.percussive },
          { id: 'bass', sampleRate, samples: parts.bass },
        ],
      };
    };
    return { identity: { content, maxSeconds, repeatTo }, list: async () => ids, read };
  },
});
