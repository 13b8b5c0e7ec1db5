import { type Buckets, shapeOf } from './invariant-buckets.ts';
import type { InvariantPeaks } from './invariant-peaks.ts';
import { type Candidate, createVoteSpace, type Tolerance, type VoteSpec } from './invariant-vote-space.ts';
import { createVoteWindow } from './invariant-vote-window.ts';

/** Groups of peaks that vote: triplets, or pairs that kept their tempo or their pitch. */
export interface Voters {
  /** windowMillisecondshich changes the groups tell: what is not free has to be the same in query and reference. */
  readonly free: 'both' | 'pitch' | 'gap';
  /** Those of the catalogue. */
  readonly buckets: Buckets;
  /** A group that meets more than this share of all, and more than `leastBusy`, casts no vote. */
  readonly busyShare: number;
  readonly leastBusy: number;
  /**
   * Calls `use` with the first and the last peak of every group of the query, in order of the first, and with how many
   * numbers of buckets were written to `near`.
   */
  each(query: InvariantPeaks, near: Uint32Array, use: (first: number, last: number, count: number) => void): void;
}

/** How far the number that is neither free nor finely hashed may be off, in pairs. */
const gapReach = 20;
const centsReach = 25;

/**
 * Clusters of agreeing votes. Every group of the catalogue that a group of the query meets votes for the tempo ratio,
 * shift and place that would make the one of the other, with the weight 1/√n if it meets n of them: what meets much
 * says little, and what meets most of the catalogue says nothing and would take most of the time. Votes are counted
 * window by window of the query, in cells of place (that of the middle of the window), shift and tempo.
 *
 * Of a sample under other music a pair survives far more often than a triplet, and where a sample kept its tempo, or
 * its pitch, pairs are specific enough.
 */
export const findCandidates = (
  query: InvariantPeaks,
  { free, buckets: { starts, shapes, times }, busyShare, leastBusy, each }: Voters,
  tolerance: Tolerance,
  spec: VoteSpec,
): readonly Candidate[] => {
  const { windowMilliseconds, placeCell, centsCell, tempoCell } = spec;
  const keepsTempo = free === 'pitch';
  const keepsPitch = free === 'gap';
  const space = createVoteSpace(
    {
      cents: keepsPitch ? 0 : tolerance.cents,
      slowest: keepsTempo ? 1 : tolerance.slowest,
      fastest: keepsTempo ? 1 : tolerance.fastest,
    },
    spec,
  );
  const { shiftZero, tempoZero, tempoCells } = space;
  const busy = Math.max(leastBusy, Math.round(busyShare * times.length));
  const meetings = new Int32Array(busy);
  const near = new Uint32Array(8);
  const found: Candidate[] = [];
  const votes = createVoteWindow(space, spec);
  let window = 0;
  const advanceTo = (next: number): void => {
    for (; window < next; window++) votes.count((window + 0.5) * windowMilliseconds, found);
  };

  /** Writes the positions of what a group meets. Returns how many; −1 if too many. */
  const meet = (pitch: number, length: number, count: number): number => {
    const shortest = Math.ceil(length * tolerance.slowest);
    const longest = Math.floor(length * tolerance.fastest);
    const deepest = Math.max(0, pitch - tolerance.cents);
    const lowest = shapeOf(keepsPitch ? shortest : deepest, 0);
    const highest = shapeOf(keepsPitch ? longest : pitch + tolerance.cents, 0xffff);
    const least = keepsTempo ? length - gapReach : keepsPitch ? pitch - centsReach : shortest;
    const range = keepsTempo ? 2 * gapReach : keepsPitch ? 2 * centsReach : longest - shortest;
    let met = 0;
    for (let n = 0; n < count; n++) {
      const bucket = near[n] as number;
      const end = starts[bucket + 1] as number;
      for (let i = firstAtLeast(shapes, lowest, starts[bucket] as number, end); i < end; i++) {
        const shape = shapes[i] as number;
        if (shape > highest) break;
        const above = (shape & 0xffff) - least;
        if (above < 0 || above > range) continue;
        if (met === busy) return -1;
        meetings[met++] = i;
      }
    }
    return met;
  };

  each(query, near, (first, last, count) => {
    const time = query.milliseconds[first] as number;
    const pitch = query.cents[first] as number;
    const length = (query.milliseconds[last] as number) - time;
    advanceTo(Math.floor(time / windowMilliseconds));
    const toMiddle = (window + 0.5) * windowMilliseconds - time;
    const log = logOf(length);
    const met = meet(pitch, length, count);
    const weight = 1 / Math.sqrt(met);
    for (let m = 0; m < met; m++) {
      const i = meetings[m] as number;
      const shape = shapes[i] as number;
      const referencePitch = keepsPitch ? pitch : shape >>> 16;
      const referenceLength = keepsTempo ? length : keepsPitch ? shape >>> 16 : shape & 0xffff;
      const shift = Math.floor((pitch - referencePitch) / centsCell + shiftZero);
      const tempo = Math.floor((logOf(referenceLength) - log) / tempoCell + tempoZero);
      const speed = referenceLength / length;
      const place = (times[i] as number) + toMiddle * speed;
      const change = shift * tempoCells + tempo;
      votes.add(Math.floor(place / placeCell), change, weight);
    }
  });
  advanceTo(window + 1);
  if (free === 'both') return found;
  return found.map((one) => (keepsTempo ? { ...one, tempoRatio: 1 } : { ...one, cents: 0 }));
};

/** First position in `from`…`to` whose value is not below `least`. */
const firstAtLeast = (values: Int32Array, least: number, from: number, to: number): number => {
  let low = from;
  let high = to;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((values[middle] as number) < least) low = middle + 1;
    else high = middle;
  }
  return low;
};

const logs = Float64Array.from({ length: 8192 }, (_, milliseconds) => Math.log(Math.max(1, milliseconds)));
const logOf = (milliseconds: number): number => logs[milliseconds] ?? Math.log(milliseconds);
