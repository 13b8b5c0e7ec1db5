import { cos, decibels, sin, tan } from './portable.ts';

export type FilterShape = 'low' | 'band' | 'high';

/** Samples between two changes of a moving cutoff. */
export const controlStep = 32;

/**
 * Two-pole state-variable filter, in place, with a cutoff that may move (trapezoidal form: V. Zavalishin, "The Art of
 * VA Filter Design", ch. 3). The band output has a gain of 1 at its centre.
 *
 * @param cutoff - hertz; a number, or the value for every `controlStep` samples
 * @param resonance - quality factor, 0.5 and up
 */
export const filter = (
  samples: Float32Array,
  sampleRate: number,
  shape: FilterShape,
  cutoff: number | ((block: number) => number),
  resonance = Math.SQRT1_2,
): Float32Array => {
  const k = 1 / resonance;
  let s1 = 0;
  let s2 = 0;
  for (let from = 0, block = 0; from < samples.length; from += controlStep, block++) {
    const hz = typeof cutoff === 'number' ? cutoff : cutoff(block);
    const g = tan(Math.PI * Math.min(0.49, Math.max(1e-4, hz / sampleRate)));
    const a1 = 1 / (1 + g * (g + k));
    const a2 = g * a1;
    const a3 = g * a2;
    const to = Math.min(samples.length, from + controlStep);
    for (let i = from; i < to; i++) {
      const x = samples[i] ?? 0;
      const v3 = x - s2;
      const band = a1 * s1 + a2 * v3;
      const low = s2 + a2 * s1 + a3 * v3;
      s1 = 2 * band - s1;
      s2 = 2 * low - s2;
      samples[i] = shape === 'low' ? low : shape === 'band' ? k * band : x - k * band - low;
    }
  }
  return samples;
};

/**
 * Peak filter in place (R. Bristow-Johnson, "Audio EQ Cookbook").
 *
 * @param q - bandwidth as quality factor
 */
export const peak = (
  samples: Float32Array,
  sampleRate: number,
  hz: number,
  gainDb: number,
  q: number,
): Float32Array => {
  const a = decibels(gainDb / 2);
  const w = 2 * Math.PI * Math.min(0.49, hz / sampleRate);
  const alpha = sin(w) / (2 * q);
  const a0 = 1 + alpha / a;
  const b0 = (1 + alpha * a) / a0;
  const b1 = (-2 * cos(w)) / a0;
  const b2 = (1 - alpha * a) / a0;
  const a2 = (1 - alpha / a) / a0;
  let s1 = 0;
  let s2 = 0;
  for (let i = 0; i < samples.length; i++) {
    const x = samples[i] ?? 0;
    const y = b0 * x + s1;
    s1 = b1 * x - b1 * y + s2;
    s2 = b2 * x - a2 * y;
    samples[i] = y;
  }
  return samples;
};
