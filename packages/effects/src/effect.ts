import type { Random } from '@sid/core';
import { chance } from './draw.ts';

/**
 * Something random that is done to audio in training: its settings are drawn anew at every call. It may change
 * `samples` and return them, or return others.
 */
export type Effect = (samples: Float32Array, sampleRate: number, random: Random) => Float32Array;

/** One effect after the other. */
export const inOrder =
  (...effects: readonly Effect[]): Effect =>
  (samples, sampleRate, random) =>
    effects.reduce((heard, effect) => effect(heard, sampleRate, random), samples);

/** Exactly one of the effects, all equally likely; none changes nothing. */
export const oneOf =
  (...effects: readonly Effect[]): Effect =>
  (samples, sampleRate, random) =>
    effects[random.int(Math.max(1, effects.length))]?.(samples, sampleRate, random) ?? samples;

/** The effect with probability `p`. */
export const sometimes =
  (p: number, effect: Effect): Effect =>
  (samples, sampleRate, random) =>
    chance(random, p) ? effect(samples, sampleRate, random) : samples;

/** As long as `length`: cut at the end, or followed by silence. */
export const fitted = (samples: Float32Array, length: number): Float32Array => {
  if (samples.length >= length) return samples.subarray(0, length);
  const out = new Float32Array(length);
  out.set(samples);
  return out;
};
