import type { InvariantPeaks } from './invariant-peaks.ts';
import { choosePartners } from './invariant-triplets.ts';

/** Which peaks are joined into pairs. */
export interface PairSpec {
  readonly leastMilliseconds: number;
  readonly spanMilliseconds: number;
  /** Greatest distance in pitch, in cents. */
  readonly reachCents: number;
  /** Strongest later partners of a peak. */
  readonly partners: number;
}

/** Calls `use` with the positions of both peaks of every pair, in order of the first. */
export const eachPair = (
  peaks: InvariantPeaks,
  { leastMilliseconds, spanMilliseconds, reachCents, partners }: PairSpec,
  use: (a: number, b: number) => void,
): void => {
  const chosen: number[] = [];
  for (let a = 0; a < peaks.milliseconds.length; a++) {
    choosePartners(chosen, peaks, a, leastMilliseconds, spanMilliseconds, reachCents, partners);
    for (const b of chosen) use(a, b);
  }
};
