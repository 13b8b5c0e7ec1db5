import { bestStretch, type Stretch } from './invariant-evidence.ts';
import type { QueryField } from './invariant-field.ts';
import { type Line, type Range, refitLine } from './invariant-line.ts';
import type { InvariantPeaks } from './invariant-peaks.ts';

/** A line that peaks of both sides agree on, where they do, and how surely. */
export interface Aligned extends Stretch {
  readonly line: Line;
}

const closeMilliseconds = 2500;
const farMilliseconds = 10_000;
/** What has less evidence than this is as good as certainly chance, and not worth a closer look. */
const promisingBits = 9;

/** A suggested line is moved by the strongest peaks of a reference alone. */
const firstRanks = 10;

/** Fits a line that votes suggested to the peaks around it and finds the stretch it holds for. */
export const align = (
  suggested: Line,
  reference: InvariantPeaks,
  query: QueryField,
  pitchRangeCents: number,
): Aligned => {
  let line = suggested;
  const close = rangeAround(reference, line.referenceAt, closeMilliseconds * line.tempoRatio);
  line = refitLine(line, reference, close, query, 80, 50, firstRanks);
  line = refitLine(line, reference, close, query, 50, 30, firstRanks);
  let best: Aligned = { ...bestStretch(line, reference, close, query, pitchRangeCents), line };
  if (best.bits < promisingBits) return best;
  const far = rangeAround(reference, line.referenceAt, farMilliseconds * line.tempoRatio);
  for (let round = 0; round < 3; round++) {
    // With the whole stretch the line is known better; where that shows, it is kept.
    line = round === 0 ? line : refitLine(best.line, reference, best, query, 35, 25);
    const found = bestStretch(line, reference, far, query, pitchRangeCents);
    if (round > 0 && found.bits <= best.bits) break;
    best = { ...found, line };
  }
  return best;
};

/** The peaks within ± so many milliseconds. */
const rangeAround = ({ milliseconds }: InvariantPeaks, centre: number, around: number): Range => ({
  from: lowerBound(milliseconds, centre - around),
  to: lowerBound(milliseconds, centre + around),
});

/** Position of the first value that is not below `value`. */
export const lowerBound = (ascending: ArrayLike<number>, value: number): number => {
  let low = 0;
  let high = ascending.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((ascending[middle] as number) < value) low = middle + 1;
    else high = middle;
  }
  return low;
};
