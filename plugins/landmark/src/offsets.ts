import type { HashIndex } from './hash-index.ts';
import type { Hashes } from './pairs.ts';
import { blockOf, type OffsetAxis } from './timeline.ts';

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

/** Adds to every cell of `sums` the weights of the hits with that offset. */
export const addHits = (
  sums: Float32Array,
  axis: OffsetAxis,
  index: HashIndex,
  { hashes, frames }: Hashes,
  { commonest, rarity }: HitOptions,
): void => {
  const { shifts } = axis;
  const { starts, values } = index;
  const weightOf = weights(commonest, rarity);
  for (let i = 0; i < hashes.length; i++) {
    const key = index.find(hashes[i] as number);
    if (key < 0) continue;
    const from = starts[key] as number;
    const to = starts[key + 1] as number;
    if (to - from > commonest) continue;
    const frame = frames[i] as number;
    const weight = weightOf(to - from);
    for (let j = from; j < to; j++) {
      const place = values[j] as number;
      const cell = place - frame + (shifts[blockOf(place)] as number);
      sums[cell] = (sums[cell] as number) + weight;
    }
  }
};

/** Powers are slow, and the same few are wanted over and over. */
const weights = (commonest: number, rarity: number): ((occurrences: number) => number) => {
  const table = Float64Array.from({ length: Math.min(4096, Math.floor(commonest) + 1) }, (_, n) => n ** -rarity);
  return (occurrences) => (occurrences < table.length ? (table[occurrences] as number) : occurrences ** -rarity);
};

/** The `most` heaviest windows between two cells that do not overlap, heaviest first; none where there is no hit. */
export const findPiles = (sums: Float32Array, start: number, end: number, most: number): readonly Pile[] => {
  const top: Pile[] = [];
  // Rises with the heaviest so far, so that nearly all cells fall out at the first comparison.
  let least = 0;
  for (let cell = start; ; ) {
    cell = nextHeavier(sums, cell + windowCells, end - windowCells, least);
    if (cell < 0) break;
    least = insert(top, { cell, weight: weightAt(sums, cell) }, most);
  }
  const share = leastShare * (top[0]?.weight ?? 0);
  return top.filter((pile) => pile.weight >= share);
};

const weightAt = (sums: Float32Array, cell: number): number =>
  (sums[cell - 1] as number) + (sums[cell] as number) + (sums[cell + 1] as number);

/** The first cell whose window weighs more than `least`; −1 where there is none. */
const nextHeavier = (sums: Float32Array, from: number, to: number, least: number): number => {
  let here = sums[from - 1] as number;
  let after = sums[from] as number;
  for (let cell = from; cell < to; cell++) {
    const before = here;
    here = after;
    after = sums[cell + 1] as number;
    if (before + here + after > least) return cell;
  }
  return -1;
};

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
