import { findHeaviest, type HitSums, mostOccurrences } from './hit-sums.ts';

/** Cells on either side of an offset whose hits still count for it: two grids of frames never fall together. */
export const windowCells = 1;

/** Offsets with less than this share of the weight of a track's heaviest one are chance. */
const leastShare = 0.3;

/** One offset at which hits pile up. */
export interface Pile {
  /** On the offset axis. */
  readonly cell: number;
  /** Sum of the weights of its hits. */
  readonly weight: number;
}

/** Which hits count, and how much. */
export interface HitOptions {
  /** Hashes with more occurrences than this are not asked for. */
  readonly commonest: number;
  /**
   * A hit on a hash that occurs n times weighs n^−rarity. At 0 common hashes drown the rest; at 1 what is repeated
   * within a track, a loop, is worth nothing.
   */
  readonly rarity: number;
}

/** Weights by the number of occurrences of a hash. */
export const weightsOf = ({ commonest, rarity }: HitOptions): Float64Array =>
  Float64Array.from({ length: Math.min(mostOccurrences, Math.floor(commonest)) + 1 }, (_, n) => n ** -rarity);

/** The `most` heaviest windows between two cells that do not overlap, heaviest first; none where there is no hit. */
export const findPiles = (sums: HitSums, start: number, end: number, most: number): readonly Pile[] =>
  Array.from({ length: findHeaviest(sums, start, end, most, leastShare) }, (_, n) => ({
    cell: sums.pileCells[n] as number,
    weight: sums.pileWeights[n] as number,
  }));
