import type { Buckets } from './invariant-buckets.ts';
import { type Catalogue, createCatalogue } from './invariant-catalogue.ts';
import { decodeInvariantPeaks } from './invariant-code.ts';
import { type BucketSpec, createTripletHash, type TripletHash } from './invariant-hash.ts';
import { pitchRangeCents } from './invariant-listen.ts';
import type { InvariantOptions } from './invariant-options.ts';
import { type PairHash, pairsAtPitch, pairsAtTempo } from './invariant-pair-hash.ts';
import { createPairIndex } from './invariant-pair-index.ts';
import type { PairSpec } from './invariant-pairs.ts';
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
  /** For samples that kept their tempo, and for those that kept their pitch. */
  readonly pairs: readonly PairIndex[];
}

/** Pairs of all tracks, and how they were formed and numbered. */
export interface PairIndex {
  readonly spec: PairSpec;
  readonly hash: PairHash;
  readonly buckets: Buckets;
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
  const { reachCents } = bucketSpec;
  const spanMilliseconds = options.spanSeconds * 1000;
  const form = (leastMilliseconds: number, pairHash: PairHash): PairIndex => {
    const spec = { leastMilliseconds, spanMilliseconds, reachCents, partners: options.partners };
    const buckets = createPairIndex(tracks, catalogue.starts, options.hashRank, spec, pairHash);
    return { spec, hash: pairHash, buckets };
  };
  // A tempo ratio is told by long gaps only.
  const pairs =
    options.pairCandidates === 0
      ? []
      : [form(45, pairsAtTempo(reachCents, spanMilliseconds)), form(250, pairsAtPitch(reachCents, pitchRangeCents))];
  return { tracks, catalogue, hash, reachCents, pairs };
};
