import { fftPlan } from './fft-plan.ts';
import type { LowPass } from './kaiser.ts';
import { floatsAt, kernels, place } from './memory.ts';

/**
 * The sharp filter of the resampler: overlap-save convolution by FFT, which on the way changes the rate by a power of
 * two by cutting the spectrum or padding it. The response is real, hence phase zero: nothing is delayed.
 */
export interface SharpStage {
  /** Samples that go in for every one that comes out: a power of two, below 1 where the rate rises. */
  readonly decimation: number;
  readonly blockIn: number;
  /** Samples on each side of a block that serve as surroundings only: the next block begins 2·margin before its end. */
  readonly margin: number;
  readonly blockOut: number;
  /** `blockIn` samples → `blockOut`, the first of them at time `margin`. A view that the next call overwrites. */
  run(block: Float32Array): Float32Array;
}

/** Longest transform; bounds memory for absurd pairs of rates. */
const largestFft = 2 ** 18;

/** @param filter - for the rate of the input */
export const sharpStage = (filter: LowPass, decimation: number): SharpStage => {
  const unit = Math.max(1, decimation);
  const margin = Math.ceil(filter.halfLength / unit) * unit;
  const blockIn = Math.min(largestFft, Math.max(4096, 2 ** Math.ceil(Math.log2(margin * 8)), 32 * unit));
  const sizeOut = blockIn / decimation;
  const analysis = fftPlan(blockIn);
  const synthesis = fftPlan(sizeOut);
  const bins = Math.min(blockIn, sizeOut) / 2;

  const time = floatsAt(analysis.time, blockIn).fill(0);
  time[0] = filter.at(0);
  // Negative times lie at the end of the block.
  for (let n = 1; n < filter.halfLength; n++) time[n] = time[blockIn - n] = filter.at(n);
  analysis.forward();
  // The inverse transform divides by its own size, the forward one belongs to the other.
  const gain = place(floatsAt(analysis.re, bins).map((value) => value / decimation));

  const run = (block: Float32Array): Float32Array => {
    floatsAt(analysis.time, blockIn).set(block);
    analysis.forward();
    for (const part of ['re', 'im'] as const) {
      kernels.multiply(analysis[part], gain, bins);
      if (synthesis !== analysis) floatsAt(synthesis[part], bins).set(floatsAt(analysis[part], bins));
      // From the lower of the two Nyquist frequencies on there is nothing.
      floatsAt(synthesis[part], sizeOut / 2 + 1).fill(0, bins);
    }
    synthesis.inverse();
    return floatsAt(synthesis.time, sizeOut).subarray(margin / decimation, (blockIn - margin) / decimation);
  };
  return { decimation, blockIn, margin, blockOut: (blockIn - 2 * margin) / decimation, run };
};
