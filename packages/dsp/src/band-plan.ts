import { bandFilter } from './band-filter.ts';
import { type BandLayout, bandFrameLength, bandKernels } from './band-kernel.ts';
import { bandSpectra } from './band-spectra.ts';
import { fftPlan, twiddles } from './fft-plan.ts';
import { allocate, floatsAt, integersAt, kernels, place } from './memory.ts';

/** Which of the three numbers that a filter gives per frame is wanted. */
export type BandOutput = 'magnitude' | 'power' | 'complex';

/** Everything that a block of frames needs, in the memory of the kernels. */
export interface BandPlan {
  readonly frameLength: number;
  /** Samples of a block: `period · hop`. */
  readonly size: number;
  /** Samples before the first frame's centre that a block needs. */
  readonly before: number;
  /** Frames that one block gives. */
  readonly frames: number;
  /** Bands; fewer than in the layout after a crop. */
  readonly bands: number;
  /** Row b of a block's output begins at `output + 4·b·pitch` bytes; imaginary rows follow the real ones. */
  readonly output: number;
  readonly pitch: number;
  /** Where a block's samples go: the first frame's centre first, those before it last. */
  readonly time: number;
  run(): void;
}

/** Bands that are computed, of those of the layout. */
export interface BandCrop {
  readonly first: number;
  readonly bins: number;
}

/** Part of a filter, as the root of its energy, that is left out at each end of its spectrum. */
const tail = 6e-6;

const modes: Readonly<Record<BandOutput, number>> = { magnitude: 0, power: 1, complex: 2 };

/** One block's worth of tables for the filters of `crop`, `hop` samples from frame to frame. */
export const bandPlan = (layout: BandLayout, crop: BandCrop, hop: number, kind: BandOutput): BandPlan => {
  const frameLength = bandFrameLength(layout);
  const oneSided = layout.definition === 'librosa';
  const chosen = bandKernels(layout).slice(crop.first, crop.first + crop.bins);
  // A filter without negative frequencies fills its whole frame.
  const before = oneSided ? frameLength / 2 : Math.max(...chosen.map(({ first }) => -first));
  const after = oneSided ? frameLength / 2 : Math.max(...chosen.map(({ first, window }) => first + window.length));
  const { period, frames } = blockOf(hop, before + after);
  const size = period * hop;

  const filters = chosen.map((kernel) => bandFilter(kernel, size, oneSided ? frameLength : undefined, tail));
  const fft = fftPlan(size);
  const spectra = bandSpectra(
    fft,
    filters,
    chosen.map(({ centre }) => centre),
  );
  const pitch = Math.ceil(frames / 4) * 4;
  const output = allocate((kind === 'complex' ? 2 : 1) * pitch * chosen.length);
  const descriptors = allocate(8 * chosen.length);
  for (const [b, { first, weights, skew }] of filters.entries()) {
    const { centre, omega } = chosen[b] ?? { centre: 0, omega: 0 };
    const from = spectra.of(centre) + 4 * first;
    const slot = ((first % period) + period) % period;
    const pointers = [place(weights), skew === undefined ? 0 : place(skew)] as const;
    const at = descriptors + 32 * b;
    integersAt(at, 8).set([pointers[0], from, weights.length, slot, 0, 0, pointers[1], 0]);
    floatsAt(at + 16, 2).set([Math.cos(omega * centre), -Math.sin(omega * centre)]);
  }
  const [x, y, table] = [allocate(2 * period), allocate(2 * period), place(twiddles(period))];
  return {
    frameLength,
    size,
    before,
    frames,
    bands: chosen.length,
    output,
    pitch,
    time: fft.time,
    run: () => {
      fft.forward();
      spectra.fill();
      kernels.bands(descriptors, chosen.length, spectra.apart, period, table, x, y, output, pitch, modes[kind]);
    },
  };
};

/**
 * Frames per turn of the circular convolution, a power of two, and how many of them are free of wrapping. Long blocks
 * waste fewer, but their tables leave the cache: three quarters were the best compromise measured.
 */
const blockOf = (hop: number, support: number): { readonly period: number; readonly frames: number } => {
  for (let period = 32; ; period *= 2) {
    const frames = Math.floor((period * hop - support) / hop) + 1;
    if (frames >= 0.75 * period) return { period, frames };
  }
};
