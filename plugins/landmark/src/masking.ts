import { hopSize, sampleRate } from './spectrum.ts';

/** A threshold over the bins that every peak raises around itself and that sinks from frame to frame. */
export interface Masking {
  /** Values to be above; the array stays the same. */
  readonly threshold: Float32Array;
  /** A peak of height `value` raises the threshold to its Gaussian skirt. */
  raise(bin: number, value: number): void;
  /** `frames` frames pass. */
  sink(frames: number): void;
}

/**
 * Factor by which the threshold sinks per frame. Ellis' rule `1 − 0.01·density/35` is for hops of 32 ms; audfprint
 * scales it by the square root of the hop.
 */
const sinkPerFrame = (density: number): number =>
  Math.max(0, 1 - (0.01 * density * Math.sqrt(hopSize / (0.032 * sampleRate))) / 35);

/** Where a skirt ends, in standard deviations: at 1 % of the peak. */
const reach = 3;

/** @param spread - standard deviation of a skirt, in bins */
export const createMasking = (binCount: number, density: number, spread: number): Masking => {
  const factor = sinkPerFrame(density);
  const skirt = Float32Array.from({ length: Math.ceil(reach * spread) + 1 }, (_, d) =>
    Math.exp(-0.5 * (d / spread) ** 2),
  );
  const threshold = new Float32Array(binCount);
  const raise = (bin: number, value: number): void => {
    const upper = Math.min(binCount, bin + skirt.length);
    for (let k = bin, d = 0; k < upper; k++, d++) {
      const height = value * (skirt[d] as number);
      if (height > (threshold[k] as number)) threshold[k] = height;
    }
    const lower = Math.max(-1, bin - skirt.length);
    for (let k = bin - 1, d = 1; k > lower; k--, d++) {
      const height = value * (skirt[d] as number);
      if (height > (threshold[k] as number)) threshold[k] = height;
    }
  };
  const sink = (frames: number): void => {
    const by = factor ** frames;
    for (let k = 0; k < binCount; k++) threshold[k] = (threshold[k] as number) * by;
  };
  return { threshold, raise, sink };
};
