import { type Desk, firstFreeByte } from '@sid/core';
import { type Kernels, openKernels } from './kernel-module.ts';

/**
 * Sums of the weights of hits, one per cell of an offset axis. There are millions of cells, and hits come in no order
 * of them: waiting for memory would take most of a search. So hits are put into one list per block of cells, and a
 * block's hits are added one after the other, while its cells are next to the processor.
 */
export interface HitSums {
  readonly desk: Desk<Kernels>;
  cells: Float32Array;
  /** What `findHeaviest` found. */
  pileCells: Int32Array;
  pileWeights: Float64Array;
  /** Byte offsets, and the number of blocks. */
  layout: Layout;
}

interface Layout {
  readonly weights: number;
  readonly shifts: number;
  readonly counts: number;
  readonly lists: number;
  readonly cells: number;
  readonly cellCount: number;
  readonly pileCells: number;
  readonly pileWeights: number;
  readonly postings: number;
  readonly blocks: number;
}

/** As in the kernel. */
const cellBits = 16;
/** Weights are numbered by the occurrences of a hash; beyond this they are taken for equal. */
export const mostOccurrences = 2 ** 16 - 1;
/** As many as the option `places` allows. */
const mostPiles = 100;
const listLength = 2 ** 15;
/** From list to list; no power of two, since what is so far apart in memory would drive each other out of a cache. */
const listStride = listLength + 272;

export const createHitSums = (): HitSums => ({
  desk: openKernels(),
  cells: new Float32Array(0),
  pileCells: new Int32Array(0),
  pileWeights: new Float64Array(0),
  layout: {
    weights: 0,
    shifts: 0,
    counts: 0,
    lists: 0,
    cells: 0,
    cellCount: 0,
    pileCells: 0,
    pileWeights: 0,
    postings: 0,
    blocks: 0,
  },
});

/** Lays out room for an axis. @param weights - by number of occurrences */
export const prepareSums = (sums: HitSums, cells: number, shifts: Int32Array, weights: Float64Array): void => {
  const blocks = (cells >>> cellBits) + 1;
  let end = firstFreeByte;
  const room = (bytes: number): number => {
    const start = end;
    end += Math.ceil(bytes / 16) * 16;
    return start;
  };
  sums.layout = {
    blocks,
    cellCount: cells,
    weights: room(8 * weights.length),
    pileWeights: room(8 * (mostPiles + 1)),
    pileCells: room(4 * (mostPiles + 1)),
    shifts: room(4 * shifts.length),
    counts: room(4 * blocks),
    lists: room(4 * blocks * listStride),
    // One cell before and some after the axis are read, never written.
    cells: room(4 * cells + 96) + 16,
    postings: room(16),
  };
  sums.desk.reserve(end);
  const buffer = sums.desk.memory.buffer;
  new Float64Array(buffer, sums.layout.weights, weights.length).set(weights);
  new Int32Array(buffer, sums.layout.shifts, shifts.length).set(shifts);
  new Int32Array(buffer, sums.layout.counts, blocks).fill(0);
  view(sums);
  sums.cells.fill(0);
};

const view = (sums: HitSums): void => {
  const { cells, cellCount, pileCells, pileWeights } = sums.layout;
  const buffer = sums.desk.memory.buffer;
  sums.cells = new Float32Array(buffer, cells, cellCount);
  sums.pileCells = new Int32Array(buffer, pileCells, mostPiles + 1);
  sums.pileWeights = new Float64Array(buffer, pileWeights, mostPiles + 1);
};

/** Room for what is read of the index: three numbers per hash (see the kernel), and its places. */
export interface PostingRoom {
  readonly hashes: Int32Array;
  readonly places: Uint32Array;
}

export const roomForPostings = (sums: HitSums, hashes: number, places: number): PostingRoom => {
  const { layout, desk } = sums;
  desk.reserve(layout.postings + 12 * hashes + 4 * places);
  const buffer = desk.memory.buffer;
  // Growing has emptied the view of before.
  if (sums.cells.buffer !== buffer) view(sums);
  return {
    hashes: new Int32Array(buffer, layout.postings, 3 * hashes),
    places: new Uint32Array(buffer, layout.postings + 12 * hashes, places),
  };
};

/**
 * Adds up a part of what is in the room: `count` hashes from the first, their places from another. While the sums of a
 * stretch of cells are next to the processor they are given to `use`, with the end of the cells that are done; afterwards
 * all are 0 again.
 *
 * @param use - returns the first cell that it will ask for again
 */
export const sumUp = (
  sums: HitSums,
  room: PostingRoom,
  { first, count, place }: { readonly first: number; readonly count: number; readonly place: number },
  use: (end: number) => number,
): void => {
  const { shifts, lists, counts, blocks, weights, cells } = sums.layout;
  const hashes = room.hashes.byteOffset + 12 * first;
  const places = room.places.byteOffset + 4 * place;
  const { list, settle } = sums.desk.kernels;
  list(hashes, count, places, shifts, lists, counts, listLength, listStride, weights, cells);
  let zero = 0;
  for (let block = 0; block < blocks; block++) {
    settle(block, lists, counts, listStride, weights, cells);
    const done = use(Math.min(sums.cells.length, (block + 1) << cellBits));
    sums.cells.fill(0, zero, done);
    zero = done;
  }
};

/**
 * The heaviest windows between two cells that do not overlap, heaviest first, as far as they weigh a share of the first.
 * Returns how many; what they are stands in `pileCells` and `pileWeights` until the next call.
 */
export const findHeaviest = (
  { desk, layout }: HitSums,
  from: number,
  to: number,
  most: number,
  share: number,
): number =>
  desk.kernels.piles(layout.cells, from, to, Math.min(most, mostPiles), share, layout.pileCells, layout.pileWeights);
