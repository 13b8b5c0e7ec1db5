import { createMasking } from './masking.ts';
import { createPeakList, type FinePeaks } from './peak-list.ts';
import { createRisingSpectrum, type Grid, sampleRate } from './spectrum.ts';

export interface PeakOptions {
  readonly fftSize: number;
  readonly maxHertz: number;
  readonly density: number;
  readonly peaksPerFrame: number;
  readonly spreadHertz: number;
}

/** Bins up to `maxHertz`, and one more so that the last of them can be compared with its neighbour. */
const gridOf = ({ fftSize, maxHertz }: PeakOptions): Grid => ({
  fftSize,
  binCount: Math.min(fftSize / 2, Math.floor((maxHertz * fftSize) / sampleRate) + 2),
});

/**
 * Points that stand out from what came shortly before (forward pass) and from what comes shortly after (backward
 * pass), each masking its neighbourhood in frequency (Ellis 2009).
 *
 * @param start - sample at which the first frame starts
 */
export const findPeaks = (samples: Float32Array, start: number, options: PeakOptions): FinePeaks => {
  const grid = gridOf(options);
  const maskingOf = () =>
    createMasking(grid.binCount, options.density, (options.spreadHertz * options.fftSize) / sampleRate);
  const spectrum = createRisingSpectrum(samples, start, grid);
  const list = createPeakList();
  const masking = maskingOf();
  const candidates = new Uint16Array(grid.binCount);
  for (let frame = 0; frame < spectrum.frames; frame++) {
    const heights = spectrum.next();
    const found = localMaxima(heights, masking.threshold, candidates);
    const most = Math.min(found, options.peaksPerFrame);
    highestFirst(candidates, found, most, heights);
    for (let i = 0; i < most; i++) masking.raise(candidates[i] as number, heights[candidates[i] as number] as number);
    candidates.subarray(0, most).sort();
    for (let i = 0; i < most; i++) list.add(frame, candidates[i] as number, heights);
    masking.sink(1);
  }
  return list.keep((values, frames, bins) => standing(values, frames, bins, maskingOf()));
};

/** Fills in the bins that are above the threshold and their neighbours. Returns their number. */
const localMaxima = (heights: Float32Array, threshold: Float32Array, bins: Uint16Array): number => {
  let count = 0;
  for (let k = 1; k < heights.length - 1; k++) {
    const height = heights[k] as number;
    if (height <= (threshold[k] as number)) continue;
    if (height >= (heights[k - 1] as number) && height > (heights[k + 1] as number)) bins[count++] = k;
  }
  return count;
};

/** Brings the `most` highest of the first `found` candidates to the front, highest first. */
const highestFirst = (candidates: Uint16Array, found: number, most: number, heights: Float32Array): void => {
  for (let i = 0; i < most; i++) {
    let best = i;
    for (let j = i + 1; j < found; j++)
      if ((heights[candidates[j] as number] as number) > (heights[candidates[best] as number] as number)) best = j;
    const bin = candidates[best] as number;
    candidates[best] = candidates[i] as number;
    candidates[i] = bin;
  }
};

/** The backward pass: 1 for each peak that later ones do not mask. */
const standing = (
  values: Float32Array,
  frames: Uint32Array,
  bins: Uint16Array,
  masking: ReturnType<typeof createMasking>,
): Uint8Array => {
  const kept = new Uint8Array(frames.length);
  let later = frames[frames.length - 1] ?? 0;
  for (let end = frames.length; end > 0; ) {
    const frame = frames[end - 1] as number;
    let begin = end - 1;
    while (begin > 0 && frames[begin - 1] === frame) begin--;
    masking.sink(later - frame);
    const order = Array.from({ length: end - begin }, (_, i) => begin + i);
    order.sort((a, b) => (values[b] as number) - (values[a] as number));
    for (const i of order) {
      const bin = bins[i] as number;
      const value = values[i] as number;
      if (value < (masking.threshold[bin] as number)) continue;
      masking.raise(bin, value);
      kept[i] = 1;
    }
    later = frame;
    end = begin;
  }
  return kept;
};
