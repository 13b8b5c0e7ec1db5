import { createNearness, type Nearness } from './invariant-nearness.ts';
import type { InvariantPeaks } from './invariant-peaks.ts';

/** The peaks of a query, ready to be compared with those of a reference. */
export interface QueryField {
  readonly peaks: InvariantPeaks;
  readonly durationMilliseconds: number;
  /**
   * How many peaks per millisecond and cent chance would put where each peak is. Notes that a query plays all the
   * time, and beats that have peaks at all pitches, match anything: their peaks are worth little.
   */
  readonly densities: Float32Array;
  /** First peak at or after every multiple of `stepMilliseconds`. */
  readonly firsts: Uint32Array;
  readonly nearness: Nearness;
}

const stepMilliseconds = 50;

/**
 * First peak at or after a time. No method of the field: code compiled for one field would be thrown away with it, and
 * every search would pay for compiling again.
 */
export const firstFrom = ({ peaks: { milliseconds }, firsts }: QueryField, time: number): number => {
  let i = firsts[Math.max(0, Math.min(firsts.length - 1, Math.floor(time / stepMilliseconds)))] as number;
  while (i < milliseconds.length && (milliseconds[i] as number) < time) i++;
  return i;
};

const blockMilliseconds = 500;
/** Half the width in which the density of a pitch is measured: time, and pitch in cells of 25 cents. */
const blocksAround = 6;
const cellCents = 25;
const beatMilliseconds = 40;

export const createQueryField = (
  peaks: InvariantPeaks,
  durationSeconds: number,
  pitchRangeCents: number,
): QueryField => {
  const { milliseconds, cents } = peaks;
  const durationMilliseconds = durationSeconds * 1000;
  const firsts = new Uint32Array(Math.ceil(durationMilliseconds / stepMilliseconds) + 2).fill(milliseconds.length);
  for (let i = milliseconds.length - 1; i >= 0; i--)
    firsts[Math.floor((milliseconds[i] as number) / stepMilliseconds)] = i;
  for (let s = firsts.length - 2; s >= 0; s--) firsts[s] = Math.min(firsts[s] as number, firsts[s + 1] as number);

  const pitchDensity = createPitchDensity(peaks, durationMilliseconds, pitchRangeCents);
  const mean = milliseconds.length / Math.max(1, durationMilliseconds) / pitchRangeCents;
  const densities = new Float32Array(milliseconds.length);
  const nearness = createNearness(peaks, durationMilliseconds);
  const field = { peaks, durationMilliseconds, densities, firsts, nearness };
  for (let i = 0; i < milliseconds.length; i++) {
    const time = milliseconds[i] as number;
    const beat = firstFrom(field, time + beatMilliseconds) - firstFrom(field, time - beatMilliseconds);
    const expected = (2 * beatMilliseconds * milliseconds.length) / Math.max(1, durationMilliseconds);
    densities[i] =
      (pitchDensity(time, cents[i] as number) + 0.3 * mean) * Math.max(1, Math.min(6, beat / Math.max(expected, 1)));
  }
  return field;
};

/** Peaks per millisecond and cent around a time and a pitch, from counts in blocks added up along time. */
const createPitchDensity = ({ milliseconds, cents }: InvariantPeaks, duration: number, pitchRangeCents: number) => {
  const blocks = Math.ceil(duration / blockMilliseconds) + 1;
  const cells = Math.ceil(pitchRangeCents / cellCents) + 1;
  const sums = new Float32Array((blocks + 1) * cells);
  for (let i = 0; i < milliseconds.length; i++) {
    const block = Math.min(blocks - 1, Math.floor((milliseconds[i] as number) / blockMilliseconds));
    const at = (block + 1) * cells + Math.min(cells - 1, Math.floor((cents[i] as number) / cellCents));
    sums[at] = (sums[at] as number) + 1;
  }
  for (let at = cells; at < sums.length; at++) sums[at] = (sums[at] as number) + (sums[at - cells] as number);
  return (time: number, pitch: number): number => {
    const block = Math.floor(time / blockMilliseconds);
    const from = Math.max(0, block - blocksAround);
    const to = Math.min(blocks, block + blocksAround + 1);
    const cell = Math.floor(pitch / cellCents);
    let count = 0;
    for (let c = Math.max(0, cell - 1); c <= Math.min(cells - 1, cell + 1); c++)
      count += (sums[to * cells + c] as number) - (sums[from * cells + c] as number);
    return count / ((to - from) * blockMilliseconds * 3 * cellCents);
  };
};
