import { type Buckets, shapeOf } from './invariant-buckets.ts';
import { createCellTable } from './invariant-cells.ts';
import type { PairHash } from './invariant-pair-hash.ts';
import { eachPair, type PairSpec } from './invariant-pairs.ts';
import type { InvariantPeaks } from './invariant-peaks.ts';
import {
  type Candidate,
  createVoteSpace,
  firstAtLeast,
  type Tolerance,
  type VoteSpec,
} from './invariant-vote-space.ts';

/**
 * Clusters of agreeing votes of pairs: as `findCandidates` for triplets, in the two planes of the vote space where a
 * sample kept its tempo, or its pitch. Of a sample under other music a pair survives far more often than a triplet, and
 * in a plane pairs are specific enough.
 *
 * @param busyShare - a query pair that meets more than this share of all casts no vote
 */
export const findPairCandidates = (
  query: InvariantPeaks,
  { starts, shapes, times }: Buckets,
  pairs: PairSpec,
  hash: PairHash,
  tolerance: Tolerance,
  spec: VoteSpec,
  busyShare: number,
): readonly Candidate[] => {
  const keepsTempo = hash.free === 'pitch';
  const space = createVoteSpace(
    keepsTempo ? { ...tolerance, slowest: 1, fastest: 1 } : { ...tolerance, cents: 0 },
    spec,
  );
  const { shiftCells, tempoCells, shiftZero, tempoZero, logOf } = space;
  const near = new Uint32Array(4);
  const busy = Math.max(leastBusy, Math.round(busyShare * times.length));
  const meetings = new Uint32Array(busy);
  const found: Candidate[] = [];
  let older = createCellTable();
  let newer = createCellTable();
  let window = 0;
  const advanceTo = (next: number): void => {
    for (; window < next; window++) {
      space.read(older, window * spec.hopMilliseconds, found);
      older.clear();
      [older, newer] = [newer, older];
    }
  };
  /** Positions of the pairs that a query pair meets; −1 if too many. */
  const meet = (pitch: number, interval: number, gap: number): number => {
    const lowest = shapeOf(keepsTempo ? Math.max(0, pitch - tolerance.cents) : Math.ceil(gap * tolerance.slowest), 0);
    const highest = shapeOf(keepsTempo ? pitch + tolerance.cents : Math.floor(gap * tolerance.fastest), 0xffff);
    const expected = keepsTempo ? gap : pitch;
    const reach = keepsTempo ? gapReach : centsReach;
    const count = hash.near(pitch, interval, gap, near);
    let met = 0;
    for (let n = 0; n < count; n++) {
      const bucket = near[n] as number;
      const end = starts[bucket + 1] as number;
      for (let i = firstAtLeast(shapes, lowest, starts[bucket] as number, end); i < end; i++) {
        const shape = shapes[i] as number;
        if (shape > highest) break;
        if (Math.abs((shape & 0xffff) - expected) > reach) continue;
        if (met === busy) return -1;
        meetings[met++] = i;
      }
    }
    return met;
  };
  // Of pairs that keep their tempo the shift is free, of the others the tempo.
  const shiftOf = (pitch: number, free: number): number =>
    keepsTempo ? Math.floor((pitch - free) / spec.centsCell + shiftZero) : shiftZero;
  const tempoOf = (free: number, log: number): number =>
    keepsTempo ? tempoZero : Math.floor((logOf(free) - log) / spec.tempoCell + tempoZero);
  const speedOf = (free: number, gap: number): number => (keepsTempo ? 1 : free / gap);
  eachPair(query, pairs, (a, b) => {
    const time = query.milliseconds[a] as number;
    const pitch = query.cents[a] as number;
    const gap = (query.milliseconds[b] as number) - time;
    advanceTo(Math.floor(time / spec.hopMilliseconds));
    const toOlder = window * spec.hopMilliseconds - time;
    const log = logOf(gap);
    const met = meet(pitch, (query.cents[b] as number) - pitch, gap);
    const weight = 1 / Math.sqrt(met);
    for (let m = 0; m < met; m++) {
      const i = meetings[m] as number;
      const free = (shapes[i] as number) >>> 16;
      const speed = speedOf(free, gap);
      const shift = shiftOf(pitch, free);
      const tempo = tempoOf(free, log);
      const rest = shift * tempoCells + tempo;
      const place = (times[i] as number) + toOlder * speed;
      older.add(Math.floor(place / spec.placeCell) * shiftCells * tempoCells + rest, weight);
      newer.add(
        Math.floor((place + spec.hopMilliseconds * speed) / spec.placeCell) * shiftCells * tempoCells + rest,
        weight,
      );
    }
  });
  advanceTo(window + 2);
  return found.map((one) => (keepsTempo ? { ...one, tempoRatio: 1 } : { ...one, cents: 0 }));
};

const leastBusy = 50;
/** How far the number that is neither free nor finely hashed may be off. */
const gapReach = 20;
const centsReach = 25;
