import { createRandom, type Random } from '@sid/core';
import { between, chance, pick } from '@sid/effects';
import type { LayerRecipe, QueryRecipe, Slice } from '../producer/recipe.ts';
import { genreNames } from '../song/genre.ts';
import type { Mode } from '../song/harmony.ts';
import type { StemName } from '../song/score.ts';
import { arrange, drawTreatment, placeOnce } from './arrangement.ts';
import type { Change } from './change.ts';
import type { Excerpt } from './excerpt.ts';
import { endsOf, type Layers, type Options } from './options.ts';

/** What is known of the key of the sampled music. */
export interface Tonality {
  readonly tonic: number;
  readonly mode: Mode;
}

type Level = keyof Layers;

/** How likely a stem is among the new material; the deeper the sample lies, the more there is. */
const company: Readonly<Record<Level, Partial<Readonly<Record<StemName, number>>>>> = {
  dominant: { drums: 0.9, percussion: 0.3, bass: 0.35, vocals: 0.3 },
  balanced: { drums: 0.9, percussion: 0.4, bass: 0.7, vocals: 0.4, chords: 0.4 },
  buried: { drums: 0.95, percussion: 0.5, bass: 0.9, vocals: 0.5, chords: 0.7, pad: 0.4, lead: 0.4 },
};

const drawStems = (random: Random, level: Level): StemName[] => {
  const chances = company[level];
  // The record holds nothing but stem names.
  const stems = (Object.keys(chances) as StemName[]).filter((stem) => chance(random, chances[stem] ?? 0));
  return stems.length > 0 ? stems : ['drums'];
};

/** A tempo that people play in and that fits the loop. */
const playable = (tempo: number): number => (tempo > 165 ? tempo / 2 : tempo < 62 ? tempo * 2 : tempo);

/**
 * Decides everything about a query except which source it samples.
 *
 * @param seed - text; equal seeds give equal queries
 * @param tonality - key of the source, where it is known: new material is in the key the sample has after its change
 */
export const drawQuery = (
  seed: string,
  options: Pick<Options, 'sampleRate' | 'querySeconds' | 'layers' | 'effects'>,
  change: Change,
  excerpt: Excerpt,
  tonality?: Tonality,
): QueryRecipe => {
  const random = createRandom(seed);
  const seconds = Math.round(between(random, ...endsOf(options.querySeconds)) * 100) / 100;
  const loopSeconds = excerpt.seconds / change.tempoRatio;
  const laid: readonly Slice[] = options.effects
    ? arrange(random.fork('slices'), excerpt.seconds, excerpt.beats, change, seconds)
    : placeOnce(random.fork('slices'), excerpt.seconds, change, seconds);
  // A short query may end before its sample does.
  const slices = laid
    .filter(({ at }) => at < seconds - 0.05)
    .map((slice) => ({ ...slice, to: Math.min(slice.to, slice.from + (seconds - slice.at) * change.tempoRatio) }));
  const sample = {
    from: excerpt.from,
    seconds: excerpt.seconds,
    ...(excerpt.stems ? { stems: excerpt.stems } : {}),
    treatment: drawTreatment(random.fork('treatment'), change, options.effects),
    slices,
  };
  const common = { seconds, sampleRate: options.sampleRate, floorDb: -75, seed };
  if (options.layers === 'none') return { ...common, sample, layers: [] };

  const level: Level = change.class === 'buried' ? 'buried' : chance(random, 0.6) ? 'dominant' : 'balanced';
  const levelDb = Math.round(between(random, ...options.layers[level]) * 100) / 100;
  const tempo = playable((60 * excerpt.beats) / loopSeconds);
  // Sometimes the query opens with the sample alone, and the others come in when it is repeated.
  const entry = Math.floor((slices[0]?.at ?? 0) / loopSeconds + 1e-6) * loopSeconds;
  const alone = slices.some(({ at }) => at >= entry + loopSeconds - 1e-6) && chance(random, 0.2);
  const heard = alone ? slices.map((slice) => ({ ...slice, at: slice.at - entry })) : slices;
  const layer: LayerRecipe = {
    from: alone ? loopSeconds : 0,
    song: {
      seed: `${seed}/layer`,
      sampleRate: options.sampleRate,
      options: {
        seconds: seconds + 240 / tempo,
        genre: pick(random, genreNames),
        tempo,
        stems: drawStems(random, level),
        steady: true,
        ...(tonality ? { mode: tonality.mode, tonic: (tonality.tonic + Math.round(change.semitones) + 24) % 12 } : {}),
      },
    },
  };
  return { ...common, sample: { ...sample, slices: heard, levelDb }, layers: [layer] };
};
