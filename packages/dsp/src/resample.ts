import { resampleStream } from './resample-stream.ts';

/** Converts a stream of samples in pieces of any size. */
export interface Resampler {
  /** The part of the output that is settled by what has been pushed so far; a copy, possibly empty. */
  push(samples: Float32Array): Float32Array;
  /** The rest. Afterwards the resampler is as new. */
  flush(): Float32Array;
}

/** Number of samples that `count` at one rate become at another: ceil(count·to/from). */
export const resampledLength = (count: number, from: number, to: number): number => {
  const scaled = count * to;
  const rest = scaled % from;
  return (scaled - rest) / from + (rest > 0 ? 1 : 0);
};

/**
 * Band-limited conversion of a whole signal; see docs/reference/resampler.md for what it keeps and what it removes.
 *
 * @param fromRate - hertz, a whole number from 1000 to 768000, as is `toRate`
 * @returns `resampledLength` samples, the first at time zero; a copy also where the rates are equal
 */
export const resample = (samples: Float32Array, fromRate: number, toRate: number): Float32Array => {
  if (fromRate === toRate) return samples.slice();
  const output = new Float32Array(resampledLength(samples.length, fromRate, toRate));
  let filled = 0;
  const stream = resampleStream(fromRate, toRate, (block) => {
    const part = block.subarray(0, output.length - filled);
    output.set(part, filled);
    filled += part.length;
  });
  stream.push(samples);
  stream.finish();
  return output;
};

/** The same for a signal that comes in pieces: memory does not grow with its length. */
export const createResampler = (fromRate: number, toRate: number): Resampler => {
  if (fromRate === toRate) return { push: (samples) => samples.slice(), flush: () => new Float32Array(0) };
  let parts: Float32Array[] = [];
  let pushed = 0;
  let given = 0;
  const open = () => resampleStream(fromRate, toRate, (block) => parts.push(block.slice()));
  let stream = open();
  const take = (most: number): Float32Array => {
    const output = concatenate(parts).subarray(0, most);
    parts = [];
    given += output.length;
    return output;
  };
  return {
    push: (samples) => {
      pushed += samples.length;
      stream.push(samples);
      return take(Number.POSITIVE_INFINITY);
    },
    flush: () => {
      stream.finish();
      const rest = take(resampledLength(pushed, fromRate, toRate) - given);
      stream = open();
      pushed = 0;
      given = 0;
      return rest;
    },
  };
};

const concatenate = (parts: readonly Float32Array[]): Float32Array => {
  if (parts.length === 1 && parts[0] !== undefined) return parts[0];
  const whole = new Float32Array(parts.reduce((sum, part) => sum + part.length, 0));
  let filled = 0;
  for (const part of parts) {
    whole.set(part, filled);
    filled += part.length;
  }
  return whole;
};
