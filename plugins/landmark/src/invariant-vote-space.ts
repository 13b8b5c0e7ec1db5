import type { CellTable } from './invariant-cells.ts';

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

/** First position in `from`…`to` whose value is not below `least`. */
export const firstAtLeast = (values: Uint32Array, least: number, from: number, to: number): number => {
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
export const createVoteSpace = (tolerance: Tolerance, spec: VoteSpec) => {
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
