import type { Random } from '@sid/core';
import { between, chance, pick } from './draw.ts';
import type { Effect } from './effect.ts';
import { peak } from './filter.ts';
import { gain } from './level.ts';
import { quickCompress } from './quick-compressor.ts';

/** A quality factor of 0 would be a filter without end. */
const leastQ = 0.05;

const decibelsOf = (db: number): number => 10 ** (db / 20);

/** One to eight peak filters in series, 50–8000 Hz, −20…+10 dB, Q 0–1 (Cheston et al. 2025, as others have it). */
export const randomEqualiser: Effect = (samples, sampleRate, random) => {
  const count = 1 + random.int(8);
  for (let i = 0; i < count; i++) {
    const hz = between(random, 50, 8000);
    peak(samples, sampleRate, hz, between(random, -20, 10), Math.max(leastQ, random.next()));
  }
  return samples;
};

const wholeNumber = (random: Random, low: number, high: number): number => low + random.int(high - low + 1);

/**
 * Eight peak filters, each there now and then, so that with probability `p` at least one is; frequencies and gains are
 * whole numbers (Riou et al. 2025).
 */
export const sparseEqualiser =
  (p = 0.2): Effect =>
  (samples, sampleRate, random) => {
    const each = 1 - (1 - p) ** (1 / 8);
    for (let i = 0; i < 8; i++) {
      if (!chance(random, each)) continue;
      const hz = wholeNumber(random, 50, 8000);
      peak(samples, sampleRate, hz, wholeNumber(random, -20, 10), Math.max(leastQ, random.next()));
    }
    return samples;
  };

/** Threshold −30…0 dB, one of `ratios`, attack 1–100 ms, release 50–1000 ms. */
export const randomCompressor =
  (ratios: readonly number[] = [2, 4, 8, 20]): Effect =>
  (samples, sampleRate, random) => {
    quickCompress(samples, sampleRate, {
      thresholdDb: between(random, -30, 0),
      ratio: pick(random, ratios),
      attackSeconds: between(random, 0.001, 0.1),
      releaseSeconds: between(random, 0.05, 1),
    });
    return samples;
  };

/** A change of level by −`limitDb`…+`limitDb`. */
export const randomGain =
  (limitDb = 10): Effect =>
  (samples, _, random) => {
    gain(samples, decibelsOf(between(random, -limitDb, limitDb)));
    return samples;
  };
