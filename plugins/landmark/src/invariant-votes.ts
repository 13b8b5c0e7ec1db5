import type { Buckets } from './invariant-buckets.ts';
import { addGroup, clearGroups, countMeetings, createGroups, type Free, sortLooks } from './invariant-groups.ts';
import type { InvariantPeaks } from './invariant-peaks.ts';
import { type Cluster, type CountRoom, clusters } from './invariant-vote-count.ts';
import { castVotes, mostWindows, type VoteRoom } from './invariant-vote-list.ts';
import {
  type Candidate,
  createVoteSpace,
  type Tolerance,
  type VoteSpace,
  type VoteSpec,
} from './invariant-vote-space.ts';

/** Groups of peaks that vote: triplets, or pairs that kept their tempo or their pitch. */
export interface Voters {
  readonly free: Free;
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

/** So many windows are gone through at once: the more, the better memory is used, and the more of it. */
const windowsFor = ({ times }: Buckets): number =>
  Math.max(1, Math.min(mostWindows, Math.floor((mostWindows * 2 ** 23) / times.length)));

/** Work space, kept from search to search: one search runs at a time. */
const groups = createGroups();
const room: VoteRoom & CountRoom = {
  votes: new Int32Array(0),
  chosen: new Int32Array(0),
  sorted: new Int32Array(0),
  cells: new Int32Array(0),
  weights: new Int32Array(0),
  sums: new Int32Array(0),
};

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
  voters: Voters,
  tolerance: Tolerance,
  spec: VoteSpec,
): readonly Candidate[] => {
  const { free, buckets, busyShare, leastBusy, each } = voters;
  const { windowMilliseconds } = spec;
  const space = createVoteSpace(
    {
      cents: free === 'gap' ? 0 : tolerance.cents,
      slowest: free === 'pitch' ? 1 : tolerance.slowest,
      fastest: free === 'pitch' ? 1 : tolerance.fastest,
    },
    spec,
  );
  const windowsAtOnce = windowsFor(buckets);
  const busy = Math.max(leastBusy, Math.round(busyShare * buckets.times.length));
  const places = placesOf(buckets, tolerance, spec);
  const found: Candidate[] = [];
  let part = 0;
  clearGroups(groups);
  const finish = (): void => {
    sortLooks(groups, buckets.starts.length - 1);
    countMeetings(groups, buckets, free, tolerance, busy);
    const votes = castVotes(groups, buckets, free, tolerance, busy, space, spec, room);
    for (const [window, list] of clusters(votes, places, space, spec, room).entries()) {
      const middle = (part * windowsAtOnce + window + 0.5) * windowMilliseconds;
      for (const cluster of list) found.push(candidateOf(cluster, middle, free, space, spec));
    }
    clearGroups(groups);
  };
  const near = new Uint32Array(8);
  each(query, near, (first, last, count) => {
    const time = query.milliseconds[first] as number;
    const window = Math.floor(time / windowMilliseconds);
    while (window >= (part + 1) * windowsAtOnce) {
      if (groups.count > 0) finish();
      part++;
    }
    const toMiddle = (window + 0.5) * windowMilliseconds - time;
    const length = (query.milliseconds[last] as number) - time;
    const pitch = query.cents[first] as number;
    addGroup(groups, free, tolerance, pitch, length, window - part * windowsAtOnce, toMiddle, near, count);
  });
  finish();
  return found;
};

/** All places that can be voted for are below it. */
const placesOf = ({ latest }: Buckets, { fastest }: Tolerance, { windowMilliseconds, placeCell }: VoteSpec): number =>
  Math.ceil((latest + windowMilliseconds * fastest) / placeCell);

const candidateOf = (
  { place, change, votes }: Cluster,
  queryMilliseconds: number,
  free: Free,
  { shiftZero, tempoZero, tempoCells }: VoteSpace,
  { placeCell, centsCell, tempoCell }: VoteSpec,
): Candidate => ({
  place: (place + 0.5) * placeCell,
  queryMilliseconds,
  cents: free === 'gap' ? 0 : (Math.floor(change / tempoCells) - shiftZero + 0.5) * centsCell,
  tempoRatio: free === 'pitch' ? 1 : Math.exp(((change % tempoCells) - tempoZero + 0.5) * tempoCell),
  votes,
});
