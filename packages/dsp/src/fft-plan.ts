import { SidError } from '@sid/core';
import { allocate, kernels, place } from './memory.ts';

/** Tables and work space of the real FFT of one size, in the memory of the kernels. */
export interface FftPlan {
  readonly size: number;
  /** `size` floats. */
  readonly time: number;
  /** `size/2 + 1` floats each. */
  readonly re: number;
  readonly im: number;
  /** `time` → `re`, `im`. */
  forward(): void;
  /** `re`, `im` → `time`. */
  inverse(): void;
}

const plans = new Map<number, FftPlan>();

/** One plan per size serves all: its work space holds nothing between calls. */
export const fftPlan = (size: number): FftPlan => {
  const known = plans.get(size);
  if (known !== undefined) return known;
  if (!(size >= 16) || (!Number.isInteger(Math.log2(size)) && size % 32 !== 0))
    throw new SidError(
      'SID_METHOD_FAILED',
      `An FFT of size ${size} was asked for. Sizes are powers of two from 16 on, and multiples of 32.`,
    );
  const half = size / 2;
  const [time, z, y] = [allocate(size), allocate(size), allocate(size)];
  const [re, im] = [allocate(half + 1), allocate(half + 1)];
  const table = place(twiddles(half));
  // Joins the spectra of even and odd samples.
  const quarter = Array.from({ length: half / 2 + 1 }, (_, k) => (2 * Math.PI * k) / size);
  const turn = place([...quarter.map((angle) => Math.cos(angle)), ...quarter.map((angle) => -Math.sin(angle))]);
  const plan: FftPlan = {
    size,
    time,
    re,
    im,
    forward: () => kernels.realForward(time, z, y, re, im, half, table, turn),
    inverse: () => kernels.realInverse(re, im, z, y, time, half, table, turn),
  };
  plans.set(size, plan);
  return plan;
};

/**
 * e^(−2πi·jp/n), j = 1, 2, 3, for every pass of Stockham's radix-4 FFT, n the length that the pass splits. The first
 * pass takes four p at a time, so there each of the six numbers comes for four p together. What radix 4 leaves of a
 * size that is no power of two follows by prime factors: the radix, then for each p its matrix of the DFT with twiddles.
 */
export const twiddles = (size: number): Float32Array => {
  const out: number[] = [];
  const number = (p: number, which: number, length: number): number => {
    const angle = (2 * Math.PI * p * (1 + (which >> 1))) / length;
    return which % 2 === 0 ? Math.cos(angle) : -Math.sin(angle);
  };
  for (let p = 0; p < size / 4; p += 4)
    for (let which = 0; which < 6; which++)
      for (let lane = 0; lane < 4; lane++) out.push(number(p + lane, which, size));
  let length = size / 4;
  for (; length >= 4 && length % 4 === 0; length /= 4)
    for (let p = 0; p < length / 4; p++) for (let which = 0; which < 6; which++) out.push(number(p, which, length));
  if (length > 2)
    for (const radix of primeFactors(length)) {
      out.push(radix);
      const rest = length / radix;
      for (let p = 0; p < rest; p++)
        for (let j = 0; j < radix; j++)
          for (let r = 0; r < radix; r++) {
            const angle = (2 * Math.PI * ((j * (p + r * rest)) % length)) / length;
            out.push(Math.cos(angle), -Math.sin(angle));
          }
      length = rest;
    }
  return Float32Array.from(out);
};

const primeFactors = (n: number): readonly number[] => {
  for (let factor = 2; factor * factor <= n; factor++)
    if (n % factor === 0) return [factor, ...primeFactors(n / factor)];
  return n === 1 ? [] : [n];
};
