import { readFile } from 'node:fs/promises';
import { createRandom, type LeftOut, messageOf, SidError } from '@sid/core';
import { shuffled } from '@sid/effects';
import { listMusic, type MusicFile } from './folder.ts';
import { endsOf, type Options } from './options.ts';
import type { PlannedSource } from './plan.ts';
import { chooseInRecording, type Probe, probe, probeRate } from './probe.ts';
import { generatorRevision, type Studio } from './produce-all.ts';

/** The recordings of a folder, dealt out by the seed. */
export interface Dealt {
  readonly references: readonly PlannedSource[];
  readonly noise: readonly MusicFile[];
  /** In no index; negatives sample them. */
  readonly unheard: readonly PlannedSource[];
  /** Digest of the sound of every source, by its path. */
  readonly fingerprints: ReadonlyMap<string, string>;
  readonly leftOut: readonly LeftOut[];
  readonly found: number;
}

/** Probes a file once; what it found is kept as long as the file stays as it is. */
const probeFile = async ({ store, readAudio }: Studio, { file, name, size, modified }: MusicFile): Promise<Probe> => {
  const key = { generator: generatorRevision, probe: { file, size, modified } };
  const path = await store.file('artificial', key, 'probe', async () => {
    const audio = await readAudio({ id: name, file }, probeRate);
    return new TextEncoder().encode(JSON.stringify(probe(audio.samples)));
  });
  // Written by the line above: the border to the cache.
  return JSON.parse(await readFile(path, 'utf8')) as Probe;
};

const sourceOf = ({ file, name }: MusicFile, found: Probe, options: Options, id?: string): PlannedSource => ({
  ...(id === undefined ? {} : { id }),
  title: name,
  file,
  choose: (seed) => chooseInRecording(createRandom(seed), found, endsOf(options.excerptSeconds)),
});

const tooFew = (root: string, usable: number, needed: number, broken: number): SidError =>
  new SidError(
    'SID_DATASET_EMPTY',
    `"${root}" holds ${usable} audio files that can be sampled${broken > 0 ? ` and ${broken} that cannot` : ''}; ${needed} are needed: one for each reference and one or more for negatives.`,
    { suggestions: ['Lower the option references or set negatives to 0.', 'Name a folder with more music.'] },
  );

/**
 * Deals the files of a folder: references first, then the unheard ones, the rest is noise. Files that cannot be
 * decoded or are too short are left out where they would have been sampled.
 *
 * @throws SidError SID_DATASET_EMPTY where there are too few files
 */
export const dealMusic = async (studio: Studio, root: string, seed: number, options: Options): Promise<Dealt> => {
  const files = await listMusic(root);
  const hidden = options.negatives === 0 ? 0 : Math.min(options.negatives, Math.max(1, Math.floor(files.length / 10)));
  const needed = options.references + hidden;
  if (files.length < needed) throw tooFew(root, files.length, needed, 0);
  const shortest = Math.max(2, endsOf(options.excerptSeconds)[0]);
  const leftOut: LeftOut[] = [];
  const fingerprints = new Map<string, string>();
  const sampled: { readonly file: MusicFile; readonly found: Probe }[] = [];
  const rest = shuffled(createRandom(`${seed}/files`), files);
  const bar = studio.progress.start('Listening to your music', needed);
  try {
    while (sampled.length < needed) {
      const file = rest.shift();
      if (!file) throw tooFew(root, sampled.length, needed, leftOut.length);
      try {
        const found = await probeFile(studio, file);
        if (found.seconds < shortest)
          throw new Error(`it lasts ${found.seconds.toFixed(1)} s, ${shortest} s are needed`);
        sampled.push({ file, found });
        fingerprints.set(file.file, found.digest);
        bar.advance();
      } catch (error) {
        leftOut.push({ id: file.name, reason: messageOf(error), file: file.file });
      }
    }
  } finally {
    bar.end();
  }
  return {
    references: sampled
      .slice(0, options.references)
      .map(({ file, found }, i) => sourceOf(file, found, options, `R${String(i + 1).padStart(3, '0')}`)),
    unheard: sampled.slice(options.references).map(({ file, found }) => sourceOf(file, found, options)),
    noise: rest.slice(0, options.noise),
    fingerprints,
    leftOut,
    found: files.length,
  };
};

/** Every file of the folder that cannot be decoded, with the reason. */
export const findBroken = async (studio: Studio, root: string): Promise<LeftOut[]> => {
  const broken: LeftOut[] = [];
  for (const file of await listMusic(root)) {
    try {
      await probeFile(studio, file);
    } catch (error) {
      broken.push({ id: file.name, reason: messageOf(error), file: file.file });
    }
  }
  return broken;
};
