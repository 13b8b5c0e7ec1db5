import { decibels, exp2, exponential, power } from '../portable.ts';
import { filter, peak } from '../synth/filter.ts';
import type { Treatment } from './recipe.ts';
import { stretch } from './stretch.ts';
import { varispeed } from './varispeed.ts';

/** Feed-forward compressor in place, 5 ms attack, 120 ms release (Giannoulis, Massberg and Reiss 2012). */
const compress = (samples: Float32Array, sampleRate: number, thresholdDb: number, ratio: number): void => {
  const attack = exponential(-1 / (0.005 * sampleRate));
  const release = exponential(-1 / (0.12 * sampleRate));
  const threshold = decibels(thresholdDb);
  let level = 0;
  for (let i = 0; i < samples.length; i++) {
    const x = Math.abs(samples[i] ?? 0);
    const pace = x > level ? attack : release;
    level = pace * level + (1 - pace) * x;
    if (level > threshold) samples[i] = (samples[i] ?? 0) * power(threshold / level, 1 - 1 / ratio);
  }
};

/** The excerpt as the producer hears it after all changes: `excerpt.length / tempoRatio` samples. */
export const treat = (excerpt: Float32Array, sampleRate: number, treatment: Treatment): Float32Array => {
  const { semitones, tempoRatio } = treatment;
  const out = treatment.varispeed
    ? varispeed(excerpt, tempoRatio)
    : semitones === 0 && tempoRatio === 1
      ? Float32Array.from(excerpt)
      : stretch(excerpt, sampleRate, tempoRatio, semitones);
  if (treatment.filter === 'low') filter(out, sampleRate, 'low', 700);
  if (treatment.filter === 'high') filter(out, sampleRate, 'high', 500);
  if (treatment.filter === 'phone') filter(filter(out, sampleRate, 'high', 350), sampleRate, 'low', 3200);
  for (const { hz, gainDb, q } of treatment.eq) peak(out, sampleRate, hz, gainDb, q);
  if (treatment.compressor) compress(out, sampleRate, treatment.compressor.thresholdDb, treatment.compressor.ratio);
  if (treatment.bits !== undefined) {
    const steps = exp2(treatment.bits - 1);
    for (let i = 0; i < out.length; i++) out[i] = Math.round((out[i] ?? 0) * steps) / steps;
  }
  return out;
};
