import { type Catalogue, createCatalogue } from './invariant-catalogue.ts';
import { decodeInvariantPeaks } from './invariant-code.ts';
import { type BucketSpec, createTripletHash, type TripletHash } from './invariant-hash.ts';
import type { InvariantOptions } from './invariant-options.ts';
import type { InvariantPeaks } from './invariant-peaks.ts';
import type { StoredTrack } from './track-file.ts';

export interface InvariantTrack {
  readonly id: string;
  readonly durationSeconds: number;
  readonly peaks: InvariantPeaks;
}

/** Everything stored, ready to be asked. */
export interface InvariantLibrary {
  /** In order of ids, so that answers do not depend on the order of addition. */
  readonly tracks: readonly InvariantTrack[];
  readonly catalogue: Catalogue;
  readonly hash: TripletHash;
  readonly reachCents: number;
}

/** Width of a cell of intervals, in cents, and number of cells of the ratio of times: chosen on tuning data, not options. */
const cellCents = 35;
const ratioCells = 20;

/** Forms the triplets of the stored peaks again: peaks take less room than their hashes. */
export const createInvariantLibrary = (stored: Iterable<StoredTrack>, options: InvariantOptions): InvariantLibrary => {
  const tracks = [...stored]
    .sort((a, b) => (a.id < b.id ? -1 : 1))
    .map(({ id, durationSeconds, code }) => ({ id, durationSeconds, peaks: decodeInvariantPeaks(code) }));
  const bucketSpec: BucketSpec = {
    reachCents: options.reachSemitones * 100,
    cellCents,
    ratioCells,
    borderShare: options.borderShare,
  };
  const hash = createTripletHash(bucketSpec);
  const catalogue = createCatalogue(
    tracks,
    options.hashRank,
    {
      spanMilliseconds: options.spanSeconds * 1000,
      reachCents: bucketSpec.reachCents,
      partners: options.partners,
    },
    hash,
  );
  return { tracks, catalogue, hash, reachCents: bucketSpec.reachCents };
};
