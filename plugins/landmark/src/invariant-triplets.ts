import type { InvariantPeaks } from './invariant-peaks.ts';

/** Which peaks are joined into triplets, and how finely they are told apart. */
export interface TripletSpec {
  /** Longest time from the first peak to the last, in milliseconds. */
  readonly spanMilliseconds: number;
  /** Greatest distance in pitch from the first peak, in cents. */
  readonly reachCents: number;
  /** Strongest partners of a first peak; every two of them make a triplet with it. */
  readonly partners: number;
}

/** Peaks of one triplet have to be at least so far apart in time: the order of closer ones is an accident. */
const leastGapMilliseconds = 45;

/** Calls `use` with the positions of the three peaks, in order of time. */
export const eachTriplet = (
  peaks: InvariantPeaks,
  spec: TripletSpec,
  use: (a: number, b: number, c: number) => void,
): void => {
  const chosen: number[] = [];
  const { milliseconds } = peaks;
  for (let a = 0; a < milliseconds.length; a++) {
    choosePartners(chosen, peaks, a, leastGapMilliseconds, spec.spanMilliseconds, spec.reachCents, spec.partners);
    // By time again, and a peak's position in the list is its order in time.
    chosen.sort((x, y) => x - y);
    tripletsWith(a, chosen, milliseconds, use);
  }
};

const tripletsWith = (
  a: number,
  chosen: readonly number[],
  milliseconds: Uint32Array,
  use: (a: number, b: number, c: number) => void,
): void => {
  for (let x = 0; x < chosen.length; x++)
    for (let y = x + 1; y < chosen.length; y++) {
      const b = chosen[x] as number;
      const c = chosen[y] as number;
      if ((milliseconds[c] as number) - (milliseconds[b] as number) >= leastGapMilliseconds) use(a, b, c);
    }
};

/**
 * Lists the strongest later peaks near peak `a`, strongest first. A function of its own, since it is called often
 * enough to be compiled for good.
 */
export const choosePartners = (
  chosen: number[],
  { milliseconds, cents, ranks }: InvariantPeaks,
  a: number,
  leastMilliseconds: number,
  spanMilliseconds: number,
  reachCents: number,
  partners: number,
): void => {
  const time = milliseconds[a] as number;
  const pitch = cents[a] as number;
  chosen.length = 0;
  for (let i = a + 1; i < milliseconds.length; i++) {
    const gap = (milliseconds[i] as number) - time;
    if (gap > spanMilliseconds) break;
    if (gap < leastMilliseconds || Math.abs((cents[i] as number) - pitch) > reachCents) continue;
    insertByRank(chosen, i, ranks, partners);
  }
};

/** Keeps the `limit` best ranks, the earlier peak where ranks are equal. */
const insertByRank = (chosen: number[], i: number, ranks: Uint8Array, limit: number): void => {
  const rank = ranks[i] as number;
  let at = chosen.length;
  while (at > 0 && (ranks[chosen[at - 1] as number] as number) > rank) at--;
  if (at >= limit) return;
  chosen.splice(at, 0, i);
  if (chosen.length > limit) chosen.pop();
};
