/** How finely triplets are told apart. */
export interface BucketSpec {
  /** Greatest difference of pitch within a triplet, in cents. */
  readonly reachCents: number;
  /** Width of a cell of either difference of pitch, in cents. */
  readonly cellCents: number;
  /** Cells of the ratio (t₂ − t₁)/(t₃ − t₁). */
  readonly ratioCells: number;
  /** A query that lies within this share of a cell from its border asks for the neighbour too. */
  readonly borderShare: number;
}

/**
 * Numbers a triplet by what neither a change of pitch nor one of tempo touches: both differences of log-frequency and
 * the ratio of the times.
 */
export interface TripletHash {
  /** Numbers are below this. */
  readonly buckets: number;
  /** @param second, third - pitch above the first peak in cents; @param gap, length - time since it */
  of(second: number, third: number, gap: number, length: number): number;
  /** Writes the numbers under which a triplet measured a little differently would be. Returns how many: 8 at most. */
  near(second: number, third: number, gap: number, length: number, into: Uint32Array): number;
}

export const createTripletHash = ({ reachCents, cellCents, ratioCells, borderShare }: BucketSpec): TripletHash => {
  const differences = Math.floor((2 * reachCents) / cellCents) + 1;

  /** The cell beyond the border that `x` is near to; −1 where it is near none or there is none. */
  const beyond = (x: number, cells: number): number => {
    const cell = Math.floor(x);
    const into = x - cell;
    const other = into < borderShare ? cell - 1 : into >= 1 - borderShare ? cell + 1 : -1;
    return other < cells ? other : -1;
  };

  return {
    buckets: differences * differences * ratioCells,
    of: (second, third, gap, length) =>
      (Math.floor((second + reachCents) / cellCents) * differences + Math.floor((third + reachCents) / cellCents)) *
        ratioCells +
      Math.min(ratioCells - 1, Math.floor((ratioCells * gap) / length)),
    near: (second, third, gap, length, into) => {
      const x2 = (second + reachCents) / cellCents;
      const x3 = (third + reachCents) / cellCents;
      const xr = Math.min((ratioCells * gap) / length, ratioCells - 0.001);
      const beyond2 = beyond(x2, differences);
      const beyond3 = beyond(x3, differences);
      const beyondRatio = beyond(xr, ratioCells);
      let count = 0;
      for (let a = Math.floor(x2), i = 0; i < 2 && a >= 0; a = beyond2, i++)
        for (let b = Math.floor(x3), j = 0; j < 2 && b >= 0; b = beyond3, j++)
          for (let r = Math.floor(xr), k = 0; k < 2 && r >= 0; r = beyondRatio, k++)
            into[count++] = (a * differences + b) * ratioCells + r;
      return count;
    },
  };
};
