import type { InvariantPeaks } from './invariant-peaks.ts';
import { insertByRank } from './invariant-triplets.ts';

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
  { milliseconds, cents, ranks }: InvariantPeaks,
  { leastMilliseconds, spanMilliseconds, reachCents, partners }: PairSpec,
  use: (a: number, b: number) => void,
): void => {
  const chosen: number[] = [];
  for (let a = 0; a < milliseconds.length; a++) {
    const time = milliseconds[a] as number;
    const pitch = cents[a] as number;
    chosen.length = 0;
    for (let i = a + 1; i < milliseconds.length; i++) {
      const gap = (milliseconds[i] as number) - time;
      if (gap > spanMilliseconds) break;
      if (gap < leastMilliseconds || Math.abs((cents[i] as number) - pitch) > reachCents) continue;
      insertByRank(chosen, i, ranks, partners);
    }
    for (const b of chosen) use(a, b);
  }
};
