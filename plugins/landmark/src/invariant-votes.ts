import { shapeOf } from './invariant-buckets.ts';
import type { Catalogue } from './invariant-catalogue.ts';
import { type CellTable, createCellTable } from './invariant-cells.ts';
import type { TripletHash } from './invariant-hash.ts';
import type { InvariantPeaks } from './invariant-peaks.ts';
import { eachTriplet, type TripletSpec } from './invariant-triplets.ts';

/** What a sample may be changed by. */
export interface Tolerance {
  readonly cents: number;
  /** Least and greatest speed in the query over speed in the reference. */
  readonly slowest: number;
  readonly fastest: number;
}

/** A transformation for which triplets voted: a line through the plane of query time and place, and a shift. */
export interface Candidate {
  /** Place on the catalogue's axis that corresponds to `queryMilliseconds`. */
  readonly place: number;
  readonly queryMilliseconds: number;
  readonly cents: number;
  /** Speed in the query over speed in the reference. */
  readonly tempoRatio: number;
  readonly votes: number;
}

export interface VoteSpec {
  /** Half the length of a window: each begins in the middle of the one before. */
  readonly hopMilliseconds: number;
  /** Cells of the vote space: place, shift, natural logarithm of the tempo ratio. */
  readonly placeCell: number;
  readonly centsCell: number;
  readonly tempoCell: number;
  /** Least sum of votes in a cell, for it to be looked at with its neighbours. */
  readonly leastInCell: number;
  /** Most candidates per window. */
  readonly perWindow: number;
}

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

/** First position in `from`…`to` whose value is not below `least`. */
const firstAtLeast = (values: Uint32Array, least: number, from: number, to: number): number => {
  let low = from;
  let high = to;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((values[middle] as number) < least) low = middle + 1;
    else high = middle;
  }
  return low;
};

/** Numbering of the cells, with an empty one at either end of shift and tempo so that neighbours are never wrapped. */
const createVoteSpace = (tolerance: Tolerance, spec: VoteSpec) => {
  const shiftZero = Math.ceil(tolerance.cents / spec.centsCell) + 1;
  const shiftCells = 2 * shiftZero + 1;
  const tempoZero = Math.ceil(-Math.log(tolerance.slowest) / spec.tempoCell) + 1;
  const tempoCells = tempoZero + Math.ceil(Math.log(tolerance.fastest) / spec.tempoCell) + 2;
  const logs = new Float64Array(8192).map((_, length) => Math.log(Math.max(1, length)));
  const logOf = (length: number): number => logs[length] ?? Math.log(length);

  const read = (table: CellTable, centre: number, into: Candidate[]): void => {
    const found: { cell: number; votes: number }[] = [];
    table.eachRepeated((cell, count) => {
      if (count < spec.leastInCell) return;
      let sum = 0;
      for (let place = -1; place <= 1; place++)
        for (let shift = -1; shift <= 1; shift++)
          for (let tempo = -1; tempo <= 1; tempo++) {
            const around = table.get(cell + (place * shiftCells + shift) * tempoCells + tempo);
            // The fullest cell of a neighbourhood speaks for it.
            if (around > count) return;
            sum += around;
          }
      found.push({ cell, votes: sum });
    });
    found.sort((a, b) => b.votes - a.votes || a.cell - b.cell);
    for (const { cell, votes } of found.slice(0, spec.perWindow)) {
      const tempo = (cell % tempoCells) - tempoZero;
      const rest = Math.floor(cell / tempoCells);
      const shift = (rest % shiftCells) - shiftZero;
      into.push({
        place: (Math.floor(rest / shiftCells) + 0.5) * spec.placeCell,
        queryMilliseconds: centre,
        cents: (shift + 0.5) * spec.centsCell,
        tempoRatio: Math.exp((tempo + 0.5) * spec.tempoCell),
        votes,
      });
    }
  };
  return { shiftZero, shiftCells, tempoZero, tempoCells, logOf, read };
};
