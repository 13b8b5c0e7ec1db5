/** What a sample may be changed by. */
export interface Tolerance {
  readonly cents: number;
  /** Least and greatest speed in the query over speed in the reference. */
  readonly slowest: number;
  readonly fastest: number;
}

/** A transformation that was voted for: a line through the plane of query time and place, and a shift. */
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
  /** Length of a window of the query; each begins where the one before ends. */
  readonly windowMilliseconds: number;
  /** Cells of the vote space: place, shift, natural logarithm of the tempo ratio. */
  readonly placeCell: number;
  readonly centsCell: number;
  readonly tempoCell: number;
  /** Least sum of votes in a cell, for it to be looked at with its neighbours. */
  readonly leastInCell: number;
  /** Most candidates per window. */
  readonly perWindow: number;
}

/** Numbering of changes of pitch and tempo, in cells. */
export interface VoteSpace {
  readonly shiftZero: number;
  readonly tempoZero: number;
  readonly tempoCells: number;
  /** Numbers of changes are below this. */
  readonly changes: number;
}

/** With an empty cell at either end of shift and tempo, so that neighbours are never wrapped. */
export const createVoteSpace = (tolerance: Tolerance, { centsCell, tempoCell }: VoteSpec): VoteSpace => {
  const shiftZero = Math.ceil(tolerance.cents / centsCell) + 1;
  const tempoZero = Math.ceil(-Math.log(tolerance.slowest) / tempoCell) + 1;
  const tempoCells = tempoZero + Math.ceil(Math.log(tolerance.fastest) / tempoCell) + 2;
  return { shiftZero, tempoZero, tempoCells, changes: (2 * shiftZero + 1) * tempoCells };
};
