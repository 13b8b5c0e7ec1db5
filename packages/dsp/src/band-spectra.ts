import type { BandFilter } from './band-filter.ts';
import type { FftPlan } from './fft-plan.ts';
import { allocate, kernels, place } from './memory.ts';

/**
 * A block's spectrum as the band filters read it: continued beyond 0 and Nyquist, and once more for every delay by half
 * a sample that windows of odd length bring along, so that all filters can be real.
 */
export interface BandSpectra {
  /** Bytes from a real part to its imaginary part. */
  readonly apart: number;
  /** Pointer to number 0 of the spectrum for windows with this centre. */
  of(centre: number): number;
  /** After `fft.forward()`. */
  fill(): void;
}

export const bandSpectra = (fft: FftPlan, filters: readonly BandFilter[], centres: readonly number[]): BandSpectra => {
  const half = fft.size / 2;
  const below = -Math.min(0, ...filters.map(({ first }) => first));
  const above = Math.max(0, ...filters.map(({ first, weights }) => first + weights.length - 1 - half));
  const count = Math.ceil((below + half + 1 + above) / 4) * 4;
  const plain = allocate(2 * count);
  const turned = [...new Set(centres)]
    .filter((centre) => centre !== 0)
    .map((centre) => {
      const angles = Array.from({ length: count }, (_, i) => (2 * Math.PI * (i - below) * centre) / fft.size);
      const turn = place([...angles.map((angle) => Math.cos(angle)), ...angles.map((angle) => Math.sin(angle))]);
      return { centre, turn, at: allocate(2 * count) };
    });
  const apart = 4 * count;
  return {
    apart,
    of: (centre) => (turned.find((other) => other.centre === centre)?.at ?? plain) + 4 * below,
    fill: () => {
      kernels.extendSpectrum(
        fft.re,
        fft.im,
        half,
        plain + 4 * below,
        apart,
        Math.min(below, half),
        Math.min(above, half),
      );
      for (const { turn, at } of turned) kernels.turnSpectrum(plain, apart, at, count, turn);
    },
  };
};
