import { type HitSums, heaviest, mostOccurrences, nextHeavier } from './hit-sums.ts';

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
export const findPiles = (sums: HitSums, start: number, end: number, most: number): readonly Pile[] => {
  const top: Pile[] = [];
  // Nearly all cells fall out at the first comparison.
  let least = heaviest(sums, start + windowCells, end - windowCells) * leastShare * 0.9999;
  if (least === 0) return [];
  for (let cell = start; ; ) {
    cell = nextHeavier(sums, cell + windowCells, end - windowCells, least);
    if (cell < 0) break;
    least = Math.max(least, insert(top, { cell, weight: weightAt(sums.cells, cell) }, most));
  }
  const share = leastShare * (top[0]?.weight ?? 0);
  return top.filter((pile) => pile.weight >= share);
};

const weightAt = (cells: Float32Array, cell: number): number =>
  (cells[cell - 1] as number) + (cells[cell] as number) + (cells[cell + 1] as number);

/** Keeps `top` in order and free of overlaps. Returns the weight that others have to exceed. */
const insert = (top: Pile[], pile: Pile, most: number): number => {
  const rival = top.findIndex((other) => pile.cell - other.cell <= 2 * windowCells);
  if (rival < 0 || (top[rival]?.weight ?? 0) < pile.weight) {
    if (rival >= 0) top.splice(rival, 1);
    let at = top.length;
    while (at > 0 && (top[at - 1]?.weight ?? 0) < pile.weight) at--;
    top.splice(at, 0, pile);
    if (top.length > most) top.pop();
  }
  const last = top.length === most ? (top[most - 1]?.weight ?? 0) : 0;
  return Math.max(last, leastShare * (top[0]?.weight ?? 0));
};
