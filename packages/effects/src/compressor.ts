import { decibels, exponential, power } from './portable.ts';

export interface CompressorSettings {
  readonly thresholdDb: number;
  /** Decibels in for one decibel out, above the threshold. */
  readonly ratio: number;
  readonly attackSeconds?: number;
  readonly releaseSeconds?: number;
}

/** Feed-forward compressor in place, by default 5 ms attack, 120 ms release (Giannoulis, Massberg and Reiss 2012). */
export const compress = (samples: Float32Array, sampleRate: number, settings: CompressorSettings): void => {
  const { thresholdDb, ratio, attackSeconds = 0.005, releaseSeconds = 0.12 } = settings;
  const attack = exponential(-1 / (attackSeconds * sampleRate));
  const release = exponential(-1 / (releaseSeconds * sampleRate));
  const threshold = decibels(thresholdDb);
  let level = 0;
  for (let i = 0; i < samples.length; i++) {
    const x = Math.abs(samples[i] ?? 0);
    const pace = x > level ? attack : release;
    level = pace * level + (1 - pace) * x;
    if (level > threshold) samples[i] = (samples[i] ?? 0) * power(threshold / level, 1 - 1 / ratio);
  }
};
