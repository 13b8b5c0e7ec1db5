import { squared } from './portable.ts';

/** Root mean square. */
export const rms = (samples: Float32Array, from = 0, to = samples.length): number => {
  let sum = 0;
  for (let i = from; i < to; i++) sum += squared(samples[i] ?? 0);
  return to > from ? Math.sqrt(sum / (to - from)) : 0;
};

export const loudest = (samples: Float32Array): number => {
  let most = 0;
  for (let i = 0; i < samples.length; i++) most = Math.max(most, Math.abs(samples[i] ?? 0));
  return most;
};

export const gain = (samples: Float32Array, factor: number): void => {
  for (let i = 0; i < samples.length; i++) samples[i] = (samples[i] ?? 0) * factor;
};

/** Adds `source` to `out` from sample `at` of `out`. */
export const mixInto = (out: Float32Array, source: Float32Array, at = 0, factor = 1): void => {
  const from = Math.max(0, -at);
  const to = Math.min(source.length, out.length - at);
  for (let i = from; i < to; i++) out[at + i] = (out[at + i] ?? 0) + factor * (source[i] ?? 0);
};
