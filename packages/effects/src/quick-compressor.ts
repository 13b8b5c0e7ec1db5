import type { CompressorSettings } from './compressor.ts';

/** Samples for which one gain holds. */
const step = 16;

/**
 * The compressor of `compress` with a gain that is worked out every 16 samples and moves between: for training. The
 * last bits of its output may differ from machine to machine.
 */
export const quickCompress = (samples: Float32Array, sampleRate: number, settings: CompressorSettings): void => {
  const { thresholdDb, ratio, attackSeconds = 0.005, releaseSeconds = 0.12 } = settings;
  const attack = Math.exp(-1 / (attackSeconds * sampleRate));
  const release = Math.exp(-1 / (releaseSeconds * sampleRate));
  const threshold = 10 ** (thresholdDb / 20);
  let level = 0;
  let last = 1;
  for (let from = 0; from < samples.length; from += step) {
    const to = Math.min(samples.length, from + step);
    for (let i = from; i < to; i++) {
      const x = Math.abs(samples[i] ?? 0);
      level = x + (x > level ? attack : release) * (level - x);
    }
    const factor = level > threshold ? (threshold / level) ** (1 - 1 / ratio) : 1;
    const slope = (factor - last) / step;
    for (let i = from; i < to; i++) samples[i] = (samples[i] ?? 0) * (last + slope * (i - from + 1));
    last = factor;
  }
};
