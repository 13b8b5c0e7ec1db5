import { shapeOf } from './invariant-buckets.ts';
import type { Catalogue } from './invariant-catalogue.ts';
import { createCellTable } from './invariant-cells.ts';
import type { TripletHash } from './invariant-hash.ts';
import type { InvariantPeaks } from './invariant-peaks.ts';
import { eachTriplet, type TripletSpec } from './invariant-triplets.ts';
import {
  type Candidate,
  createVoteSpace,
  firstAtLeast,
  type Tolerance,
  type VoteSpec,
} from './invariant-vote-space.ts';

/**
 * Clusters of agreeing votes. Every triplet of the catalogue that a triplet of the query meets votes for the tempo
 * ratio, shift and place that would make the one of the other, with the weight 1/√n if it meets n of them. Votes are counted window by window of the query, in
 * cells of place (that of the window's middle), shift and tempo.
 */
export const findCandidates = (
  query: InvariantPeaks,
  { buckets }: Catalogue,
  triplets: TripletSpec,
  hash: TripletHash,
  tolerance: Tolerance,
  spec: VoteSpec,
): readonly Candidate[] => {
  const { starts, shapes, times } = buckets;
  const near = new Uint32Array(8);
  const busy = Math.max(leastBusy, Math.round(busyShare * times.length));
  const meetings = new Uint32Array(busy);
  const found: Candidate[] = [];
  const space = createVoteSpace(tolerance, spec);
  const { shiftCells, tempoCells, logOf } = space;
  // The first half of a window is the second of the one before: two are being filled at any time.
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
  eachTriplet(query, triplets, (a, b, c) => {
    const time = query.milliseconds[a] as number;
    const pitch = query.cents[a] as number;
    const length = (query.milliseconds[c] as number) - time;
    const gap = (query.milliseconds[b] as number) - time;
    const count = hash.near((query.cents[b] as number) - pitch, (query.cents[c] as number) - pitch, gap, length, near);
    advanceTo(Math.floor(time / spec.hopMilliseconds));
    const toOlder = window * spec.hopMilliseconds - time;
    const longest = length * tolerance.fastest;
    const shortest = length * tolerance.slowest;
    const lowest = shapeOf(Math.max(0, pitch - tolerance.cents), 0);
    const highest = shapeOf(pitch + tolerance.cents, 0xffff);
    const log = logOf(length);
    let met = 0;
    for (let n = 0; n < count; n++) {
      const bucket = near[n] as number;
      const end = starts[bucket + 1] as number;
      for (let i = firstAtLeast(shapes, lowest, starts[bucket] as number, end); i < end; i++) {
        const shape = shapes[i] as number;
        if (shape > highest) break;
        const referenceLength = shape & 0xffff;
        if (referenceLength > longest || referenceLength < shortest) continue;
        // What meets much says little; what meets most of the catalogue says nothing, and would take most of the time.
        if (met === busy) return;
        meetings[met++] = i;
      }
    }
    const weight = 1 / Math.sqrt(met);
    for (let m = 0; m < met; m++) {
      const i = meetings[m] as number;
      const shape = shapes[i] as number;
      const referenceLength = shape & 0xffff;
      const tempo = Math.floor((logOf(referenceLength) - log) / spec.tempoCell + space.tempoZero);
      const shift = Math.floor((pitch - (shape >>> 16)) / spec.centsCell + space.shiftZero);
      const speed = referenceLength / length;
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
  return found;
};

/**
 * A query triplet that meets more than so many others, and more than this share of all, casts no vote: about six times
 * the mean at the default options.
 */
const leastBusy = 24;
const busyShare = 3e-5;
