import { type Buckets, createBuckets } from './invariant-buckets.ts';
import { strongest } from './invariant-catalogue.ts';
import type { PairHash } from './invariant-pair-hash.ts';
import { eachPair, type PairSpec } from './invariant-pairs.ts';
import type { InvariantPeaks } from './invariant-peaks.ts';
import { createTripletTable } from './invariant-table.ts';

/**
 * The pairs of all tracks on one axis. Where `Buckets` speaks of the pitch of a triplet it is the free number of a pair,
 * and the other one stands where a triplet has its length.
 *
 * @param starts - where each track begins on the axis
 */
export const createPairIndex = (
  tracks: readonly { readonly peaks: InvariantPeaks }[],
  starts: Float64Array,
  rankLimit: number,
  spec: PairSpec,
  hash: PairHash,
): Buckets => {
  const table = createTripletTable();
  for (const [t, { peaks }] of tracks.entries()) {
    const start = starts[t] as number;
    const chosen = strongest(peaks, rankLimit);
    const { milliseconds, cents } = chosen;
    eachPair(chosen, spec, (a, b) => {
      const pitch = cents[a] as number;
      const gap = (milliseconds[b] as number) - (milliseconds[a] as number);
      const bucket = hash.of(pitch, (cents[b] as number) - pitch, gap);
      const [free, other] = hash.free === 'pitch' ? [pitch, gap] : [gap, pitch];
      table.add(bucket, free, other, start + (milliseconds[a] as number));
    });
  }
  return createBuckets(table.content(), hash.buckets);
};
