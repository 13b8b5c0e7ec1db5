import { type Buckets, createBuckets } from './invariant-buckets.ts';
import type { TripletHash } from './invariant-hash.ts';
import type { InvariantPeaks } from './invariant-peaks.ts';
import { createTripletTable } from './invariant-table.ts';
import { eachTriplet, type TripletSpec } from './invariant-triplets.ts';

/** Silence between two tracks on the common axis: no window of a query reaches from one into the next. */
const paddingMilliseconds = 30_000;
/** A whole number of the cells in which votes are counted, so that what is found of a track depends on no other. */
const startsMilliseconds = 600;

/** What all tracks together look like to the search. */
export interface Catalogue {
  readonly buckets: Buckets;
  /** Where each track begins on the common axis, ascending. */
  readonly starts: Float64Array;
}

export const createCatalogue = (
  tracks: readonly { readonly peaks: InvariantPeaks; readonly durationSeconds: number }[],
  rankLimit: number,
  spec: TripletSpec,
  hash: TripletHash,
): Catalogue => {
  const starts = new Float64Array(tracks.length);
  const table = createTripletTable();
  let start = paddingMilliseconds;
  for (const [t, { peaks, durationSeconds }] of tracks.entries()) {
    starts[t] = start;
    const chosen = strongest(peaks, rankLimit);
    const { milliseconds, cents } = chosen;
    eachTriplet(chosen, spec, (a, b, c) => {
      const time = milliseconds[a] as number;
      const pitch = cents[a] as number;
      const length = (milliseconds[c] as number) - time;
      const bucket = hash.of(
        (cents[b] as number) - pitch,
        (cents[c] as number) - pitch,
        (milliseconds[b] as number) - time,
        length,
      );
      table.add(bucket, pitch, length, start + time);
    });
    const end = start + durationSeconds * 1000 + paddingMilliseconds;
    start = Math.ceil(end / startsMilliseconds) * startsMilliseconds;
  }
  return { starts, buckets: createBuckets(table.content(), hash.buckets) };
};

/** The peaks of less than this rank. */
export const strongest = (peaks: InvariantPeaks, rankLimit: number): InvariantPeaks => {
  const keep = (_: number, i: number): boolean => (peaks.ranks[i] as number) < rankLimit;
  return {
    milliseconds: peaks.milliseconds.filter(keep),
    cents: peaks.cents.filter(keep),
    ranks: peaks.ranks.filter(keep),
  };
};
