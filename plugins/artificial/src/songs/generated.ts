import { createRandom, defineSongs, type Multitrack, SidError } from '@sid/core';
import { between, chance, type Effect, gain, randomTreatment, rms, sometimes } from '@sid/effects';
import * as z from 'zod';
import { genreNames } from '../song/genre.ts';
import { masterStems } from '../song/master.ts';
import { composeSong } from '../song/render.ts';

const range = z
  .tuple([z.number().min(5).max(600), z.number().min(5).max(600)])
  .refine(([low, high]) => low <= high, { error: 'the first number must not be above the second' });

const options = z.strictObject({
  count: z.int().min(1).max(1_000_000).default(1000).describe('Songs there are. More of them keep those there were.'),
  seconds: range.default([30, 60]).describe('Length of the songs: from and to, seconds.'),
  // Songs of the data set "artificial" have seeds that begin with a number: no song can be in both.
  seed: z
    .string()
    .regex(/^[a-z]/, { error: 'must begin with a small letter, so that no song is one of the generated benchmark' })
    .default('training')
    .describe('What the songs depend on; another text gives other songs.'),
  variety: z
    .number()
    .min(0)
    .max(1)
    .default(0)
    .describe('Share of the songs that mix traits of all genres, with grooves of their own and treated stems.'),
  genres: z.array(z.enum(genreNames)).min(1).optional().describe('Genres of the songs; all where absent.'),
});

type Options = z.output<typeof options>;

/** Raise it when the same seed gives another song. */
const revision = 1;

const numberOf = (id: string, count: number): number => {
  const index = /^\d+$/.test(id) ? Number(id) - 1 : -1;
  if (index >= 0 && index < count) return index;
  throw new SidError('SID_SONGS_UNFIT', `There is no generated song "${id}"; they are numbered from 1 to ${count}.`);
};

/** Half of the parts of a song are treated; their levels stay. */
const studio: Effect = sometimes(0.5, (samples, sampleRate, random) => {
  const before = rms(samples);
  randomTreatment(samples, sampleRate, random);
  gain(samples, before / Math.max(1e-9, rms(samples)));
  return samples;
});

/** One song as stems; those with a single one are written again until there are more. */
const makeSong = (id: string, sampleRate: number, { count, seconds, seed, genres, variety }: Options): Multitrack => {
  const name = `${seed}/song/${numberOf(id, count)}`;
  for (let attempt = 0; ; attempt++) {
    const text = attempt === 0 ? name : `${name}/${attempt}`;
    const random = createRandom(`${text}/options`);
    const length = Math.round(between(random, ...seconds));
    const genre = genres?.[random.int(genres.length)];
    const hybrid = chance(random, variety);
    const style = { hybrid, ...(genre === undefined ? {} : { genre }) };
    const song = composeSong(text, { seconds: length, sampleRate, ...style });
    if (song.stems.length < 2) continue;
    if (hybrid) for (const { name: part, samples } of song.stems) studio(samples, sampleRate, random.fork(part));
    return { id, stems: masterStems(song).map((stem) => ({ id: stem.name, sampleRate, samples: stem.samples })) };
  }
};

/** Absent where nothing is varied, so that the keys of such songs stay what they were. */
const varied = ({ variety }: Options) => (variety > 0 ? { variety } : {});

export const generated = defineSongs({
  name: 'generated',
  summary: 'Songs that sid writes and renders itself, with their stems; none is in the generated benchmark.',
  revision,
  options,
  create: (given) => ({
    // Not the count: the songs that two counts share are the same.
    identity: { seed: given.seed, seconds: given.seconds, genres: given.genres ?? null, revision, ...varied(given) },
    list: async () => Array.from({ length: given.count }, (_, i) => String(i + 1).padStart(5, '0')),
    read: async (id, sampleRate) => makeSong(id, sampleRate, given),
  }),
});
