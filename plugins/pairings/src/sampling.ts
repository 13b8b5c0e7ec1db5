import type { Random } from '@sid/core';
import { between, chance, randomTreatment } from '@sid/effects';
import { chopped, type Production, retimed } from './production.ts';
import { sumOf } from './stem-groups.ts';

export interface SamplingSettings extends Production {
  /** Shortest and longest excerpt. */
  readonly excerptSeconds: readonly [number, number];
  readonly sampleRate: number;
}

/** What is heard in a window of a query, and where it comes from. */
export interface Sampled {
  readonly window: Float32Array;
  /** The samples of the source that are heard: from, to. */
  readonly heard: readonly [number, number];
}

/** Part of a window that a sample fills at least: less could not be recognised. */
const leastPart = 0.5;

/** How likely a sample is repeated where there is room, and how likely it is cut up. */
const loops = 0.7;
const chops = 0.15;

/** Lays audio again and again, or once, into a window; the number is the first sample of it that is heard. */
const laid = (treated: Float32Array, length: number, random: Random): readonly [Float32Array, number] => {
  const out = new Float32Array(length);
  if (treated.length >= length) {
    const from = random.int(treated.length - length + 1);
    return [treated.slice(from, from + length), from];
  }
  if (treated.length >= leastPart * length && !chance(random, loops)) {
    out.set(treated, random.int(length - treated.length + 1));
    return [out, 0];
  }
  const phase = random.int(treated.length);
  for (let at = -phase; at < length; at += treated.length)
    out.set(treated.subarray(Math.max(0, -at), Math.min(treated.length, length - at)), Math.max(0, at));
  return [out, 0];
};

/** Stems that are heard together, of which only what is cut out is added up. @param stems - one or more */
export const sourceOf = (stems: readonly Float32Array[]) => ({
  length: stems[0]?.length ?? 0,
  cut: (from: number, to: number): Float32Array => sumOf(stems.map((stem) => stem.subarray(from, to))),
});
export type Source = ReturnType<typeof sourceOf>;

/** Takes an excerpt, changes it as producers do, and fills a window with it. */
export const sampled = (source: Source, length: number, settings: SamplingSettings, random: Random): Sampled => {
  const { sampleRate, excerptSeconds } = settings;
  const [shortest, longest] = excerptSeconds;
  const seconds = shortest * (longest / shortest) ** random.next();
  const count = Math.min(source.length, Math.round(seconds * sampleRate));
  const from = random.int(source.length - count + 1);
  const changed = retimed(source.cut(from, from + count), sampleRate, settings, random);
  const { tempoRatio } = changed;
  const cut = chance(random, chops);
  const treated = cut ? chopped(changed.samples, sampleRate, random) : changed.samples;
  const [window, first] = laid(treated, length, random);
  // Of an excerpt longer than the window a part is heard; of one that was cut up, pieces from anywhere.
  const begin = cut ? from : from + Math.round(first * tempoRatio);
  const end = cut
    ? from + count
    : Math.min(from + count, begin + Math.round(Math.min(length, treated.length) * tempoRatio));
  return { window: randomTreatment(window, sampleRate, random), heard: [begin, end] };
};

/**
 * Where a window of `length` may begin in `available` samples so that it holds at least half of what is heard, or is
 * half filled with it: anywhere there, at random.
 */
export const placeBeside = (
  [from, to]: readonly [number, number],
  length: number,
  available: number,
  random: Random,
): number => {
  const shared = leastPart * Math.min(to - from, length);
  const low = Math.max(0, from + shared - length);
  const high = Math.min(available - length, to - shared);
  return Math.round(between(random, Math.min(low, high), high));
};
