import { isAbsolute, join, resolve } from 'node:path';
import { type Audio, defineSongs, type Multitrack, SidError, tokens } from '@sid/core';
import { mixInto } from '@sid/effects';
import * as z from 'zod';
import { findSongs, type SongFiles, type StemFiles } from './multitrack-folder.ts';
import { digestFiles } from './sound-files.ts';

const options = z.strictObject({
  root: z.string().min(1).describe('Folder of songs: a folder each, with its parts in it. Subfolders are searched.'),
  layout: z
    .enum(['auto', 'files', 'folders'])
    .default('auto')
    .describe(
      "What a part is: a file of the song's folder (musdb18-hq), or a folder in it whose files are added up (MoisesDB). auto: folders where there is a data.json.",
    ),
  exclude: z
    .array(z.string().min(1))
    .default(['mixture', 'linear_mixture', 'mix', 'master'])
    .describe('Files that are no parts, without extension, in small letters.'),
  maxSeconds: z.number().min(10).max(3600).default(300).describe('What lies beyond in a song is not used.'),
});

const addedUp = (name: string, parts: readonly Audio[], sampleRate: number, length: number): Audio => {
  const samples = new Float32Array(length);
  for (const part of parts) mixInto(samples, part.samples);
  return { id: name, sampleRate, samples };
};

const unknown = (id: string, root: string, songs: ReadonlyMap<string, SongFiles>): SidError =>
  new SidError('SID_SONGS_UNFIT', `There is no song "${id}" in ${root}.`, {
    suggestions: [`Songs there: ${[...songs.keys()].slice(0, 5).join(', ')}${songs.size > 5 ? ' …' : ''}`],
  });

/** A part may be silent for as long as is read: it is left out. */
const withoutSilence = (error: unknown): undefined => {
  if (error instanceof SidError && error.code === 'SID_AUDIO_EMPTY') return undefined;
  throw error;
};

export const stems = defineSongs({
  name: 'stems',
  summary: 'A folder of multitracks: one folder per song, with a file or a folder for each part.',
  revision: 1,
  options,
  needs: { baseFolder: tokens.baseFolder, readAudio: tokens.readAudio },
  async create({ root, layout, exclude, maxSeconds }, { baseFolder, readAudio }) {
    const folder = isAbsolute(root) ? root : resolve(baseFolder, root);
    const songs = new Map((await findSongs(folder, { layout, exclude })).map((song) => [song.id, song]));
    if (songs.size === 0) {
      throw new SidError(
        'SID_SONGS_UNFIT',
        `${folder} has no folder with two or more sound files that are parts of a song.`,
        { suggestions: ['For finished recordings use the source "mixes".'] },
      );
    }
    const paths = [...songs.values()].flatMap((song) => song.stems.flatMap(({ files }) => files));
    const content = await digestFiles(folder, paths);
    const readPart = async (id: string, part: StemFiles, sampleRate: number): Promise<readonly Audio[]> => {
      const audio: Audio[] = [];
      for (const path of part.files) {
        const file = { id: `${id}/${part.name}`, file: join(folder, path), to: maxSeconds };
        const heard = await readAudio(file, sampleRate).catch(withoutSilence);
        if (heard !== undefined) audio.push(heard);
      }
      return audio;
    };
    const read = async (id: string, sampleRate: number): Promise<Multitrack> => {
      const song = songs.get(id);
      if (song === undefined) throw unknown(id, folder, songs);
      const parts: { readonly name: string; readonly audio: readonly Audio[] }[] = [];
      for (const part of song.stems) {
        const audio = await readPart(id, part, sampleRate);
        if (audio.length > 0) parts.push({ name: part.name, audio });
      }
      if (parts.length < 2)
        throw new SidError('SID_SONGS_UNFIT', `Of the song "${id}" in ${folder} fewer than two parts sound.`);
      const length = Math.max(...parts.flatMap(({ audio }) => audio.map(({ samples }) => samples.length)));
      return { id, stems: parts.map(({ name, audio }) => addedUp(name, audio, sampleRate, length)) };
    };
    return {
      identity: { content, layout, exclude, maxSeconds },
      list: async () => [...songs.keys()],
      read,
    };
  },
});
