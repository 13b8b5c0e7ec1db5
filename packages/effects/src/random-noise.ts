import { createRandom, type Random } from '@sid/core';
import { between } from './draw.ts';
import type { Effect } from './effect.ts';
import { rms } from './level.ts';

const size = 1 << 17;
let table: Float32Array | undefined;

/** Normal numbers made once per thread: they cost twenty times more than what reads them. */
const normals = (): Float32Array => {
  const random = createRandom('noise');
  table ??= Float32Array.from({ length: size }, () => random.normal());
  return table;
};

/** Adds white noise of a standard deviation: two places of the table at once, so that nothing repeats. */
const addNoise = (samples: Float32Array, deviation: number, random: Random): Float32Array => {
  const noise = normals();
  const factor = deviation * Math.SQRT1_2;
  const [a, b] = [random.int(size), random.int(size)];
  // The second place moves on by a step more at each turn of the table.
  for (let i = 0; i < samples.length; i++) {
    const j = (b + i + (i >> 17)) & (size - 1);
    samples[i] = (samples[i] ?? 0) + factor * ((noise[(a + i) & (size - 1)] ?? 0) + (noise[j] ?? 0));
  }
  return samples;
};

/** White noise of a standard deviation between two amplitudes. */
export const noiseOfAmplitude =
  (low: number, high: number): Effect =>
  (samples, _, random) =>
    addNoise(samples, between(random, low, high), random);

/** White noise that many decibels below the audio. */
export const noiseBelow =
  (lowDb: number, highDb: number): Effect =>
  (samples, _, random) =>
    addNoise(samples, rms(samples) / 10 ** (between(random, lowDb, highDb) / 20), random);
