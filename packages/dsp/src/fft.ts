import { fftPlan } from './fft-plan.ts';
import { floats } from './memory.ts';

/** Discrete Fourier transform of real sequences of one length, in single precision. */
export interface RealFft {
  readonly size: number;
  /** `size` samples → `size/2 + 1` coefficients X[k] = Σ x[n]·e^(−2πikn/size), not normalised. */
  forward(input: Float32Array, re: Float32Array, im: Float32Array): void;
  /** `size/2 + 1` coefficients → `size` samples, so that `inverse(forward(x))` is x. */
  inverse(re: Float32Array, im: Float32Array, output: Float32Array): void;
}

/**
 * Stockham's radix-4 FFT in WebAssembly SIMD. Arrays longer than needed are allowed; what is beyond stays.
 *
 * @param size - a power of two, from 16 on
 */
export const createRealFft = (size: number): RealFft => {
  const plan = fftPlan(size);
  const bins = size / 2 + 1;
  const time = plan.time / 4;
  const re = plan.re / 4;
  const im = plan.im / 4;
  const exactly = (array: Float32Array, count: number): Float32Array =>
    array.length === count ? array : array.subarray(0, count);
  return {
    size,
    forward: (input, outRe, outIm) => {
      const memory = floats();
      memory.set(exactly(input, size), time);
      plan.forward();
      outRe.set(memory.subarray(re, re + bins));
      outIm.set(memory.subarray(im, im + bins));
    },
    inverse: (inRe, inIm, output) => {
      const memory = floats();
      memory.set(exactly(inRe, bins), re);
      memory.set(exactly(inIm, bins), im);
      plan.inverse();
      output.set(memory.subarray(time, time + size));
    },
  };
};
