import { chunk, withRoom } from './invariant-groups.ts';
import { fullWeight, mostWindows, type VoteList } from './invariant-vote-list.ts';
import type { VoteSpace, VoteSpec } from './invariant-vote-space.ts';

/** A cell that is fuller than all around it, in cells, with the votes of all of them. */
export interface Cluster {
  readonly place: number;
  readonly change: number;
  readonly votes: number;
}

/** Work space. */
export interface CountRoom {
  sorted: Int32Array;
  cells: Int32Array;
  weights: Int32Array;
  sums: Int32Array;
}

/**
 * Votes are counted block by block of places: a table of all cells would take megabytes, and waiting for memory so far
 * away would take most of a search. The table of a block stays next to the processor.
 */
const blockCells = 32_768;

/**
 * The clusters of agreeing votes, window by window: at most `perWindow` of each, those with the most votes first.
 *
 * @param places - all places of votes are below it
 */
export const clusters = (
  list: VoteList,
  places: number,
  space: VoteSpace,
  spec: VoteSpec,
  room: CountRoom,
): readonly (readonly Cluster[])[] => {
  const { changes, tempoCells } = space;
  const blockBits = Math.max(0, Math.floor(Math.log2(blockCells / changes)));
  const ends = byBlock(list, (places >>> blockBits) + 2, blockBits, room);
  const cells = ((1 << blockBits) + 2) * changes;
  if (room.sums.length < cells) room.sums = new Int32Array(cells);
  const found = Array.from({ length: mostWindows }, () => createBest(spec.perWindow));
  const least = Math.ceil(spec.leastInCell * fullWeight);
  const windowEnds = new Int32Array(mostWindows + 1);
  for (let block = 0, from = 0; block < ends.length; block++) {
    const to = ends[block] as number;
    byWindow(room, from, to, block << blockBits, changes, windowEnds);
    countBlock(room, windowEnds, found, least, changes, tempoCells, 1 << blockBits, block << blockBits);
    from = to;
  }
  return found.map((best) => best.list());
};

/** Puts the votes in order of blocks; those at the rim of a block into its neighbour, too. Returns where each ends. */
const byBlock = ({ count, votes }: VoteList, blocks: number, blockBits: number, room: CountRoom): Int32Array => {
  const next = new Int32Array(blocks + 1);
  for (let n = 0; n < 2 * count; n += 2 * chunk)
    countBlocks(votes, n, Math.min(2 * count, n + 2 * chunk), blockBits, next);
  for (let block = 0; block < blocks; block++) next[block + 1] = (next[block + 1] as number) + (next[block] as number);
  room.sorted = withRoom(room.sorted, 2 * (next[blocks] as number));
  const { sorted } = room;
  for (let n = 0; n < 2 * count; n += 2 * chunk)
    moveToBlocks(votes, n, Math.min(2 * count, n + 2 * chunk), blockBits, next, sorted);
  return next.subarray(0, blocks);
};

const countBlocks = (votes: Int32Array, from: number, to: number, blockBits: number, next: Int32Array): void => {
  const last = (1 << blockBits) - 1;
  for (let n = from; n < to; n += 2) {
    const place = votes[n] as number;
    const block = place >> blockBits;
    next[block + 1] = (next[block + 1] as number) + 1;
    const within = place & last;
    if (within === 0 && block > 0) next[block] = (next[block] as number) + 1;
    else if (within === last) next[block + 2] = (next[block + 2] as number) + 1;
  }
};

const moveToBlocks = (
  votes: Int32Array,
  from: number,
  to: number,
  blockBits: number,
  next: Int32Array,
  sorted: Int32Array,
): void => {
  const last = (1 << blockBits) - 1;
  for (let n = from; n < to; n += 2) {
    const place = votes[n] as number;
    const vote = votes[n + 1] as number;
    const block = place >> blockBits;
    put(sorted, next, block, place, vote);
    const within = place & last;
    if (within === 0 && block > 0) put(sorted, next, block - 1, place, vote);
    else if (within === last) put(sorted, next, block + 1, place, vote);
  }
};

const put = (sorted: Int32Array, next: Int32Array, block: number, place: number, vote: number): void => {
  const at = next[block] as number;
  next[block] = at + 1;
  sorted[2 * at] = place;
  sorted[2 * at + 1] = vote;
};

/** Writes cells and weights of the votes of a block in order of windows. Cell 0 is one place before the block. */
const byWindow = (
  room: CountRoom,
  from: number,
  to: number,
  firstPlace: number,
  changes: number,
  ends: Int32Array,
): void => {
  room.cells = withRoom(room.cells, to - from);
  room.weights = withRoom(room.weights, to - from);
  const { sorted, cells, weights } = room;
  ends.fill(0);
  for (let n = from; n < to; n++) {
    const window = ((sorted[2 * n + 1] as number) >>> 28) + 1;
    ends[window] = (ends[window] as number) + 1;
  }
  for (let window = 0; window < mostWindows; window++)
    ends[window + 1] = (ends[window + 1] as number) + (ends[window] as number);
  // From the back, so that afterwards each number says where a window begins.
  for (let n = to - 1; n >= from; n--) {
    const vote = sorted[2 * n + 1] as number;
    const window = (vote >>> 28) + 1;
    const at = (ends[window] as number) - 1;
    ends[window] = at;
    cells[at] = ((sorted[2 * n] as number) - firstPlace + 1) * changes + ((vote >>> 16) & 0xfff);
    weights[at] = vote & 0xffff;
  }
  for (let window = 0; window < mostWindows; window++) ends[window] = ends[window + 1] as number;
  ends[mostWindows] = to - from;
};

const countBlock = (
  room: CountRoom,
  ends: Int32Array,
  found: readonly Best[],
  least: number,
  changes: number,
  tempoCells: number,
  blockPlaces: number,
  firstPlace: number,
): void => {
  for (let window = 0; window < mostWindows; window++) {
    const from = ends[window] as number;
    const to = ends[window + 1] as number;
    if (to - from < 2) continue;
    countWindow(room, from, to, least, changes, tempoCells, blockPlaces, firstPlace, found[window] as Best);
  }
};

const countWindow = (
  { cells, weights, sums }: CountRoom,
  from: number,
  to: number,
  least: number,
  changes: number,
  tempoCells: number,
  blockPlaces: number,
  firstPlace: number,
  best: Best,
): void => {
  for (let n = from; n < to; n++) {
    const cell = cells[n] as number;
    sums[cell] = (sums[cell] as number) + (weights[n] as number);
  }
  for (let n = from; n < to; n++) {
    const cell = cells[n] as number;
    const own = sums[cell] as number;
    // What a single vote says is not agreed on. The sign marks cells that were looked at already.
    if (own < least || own === weights[n]) continue;
    sums[cell] = -own;
    const within = Math.floor(cell / changes) - 1;
    if (within < 0 || within >= blockPlaces) continue;
    const votes = votesAround(sums, cell, own, changes, tempoCells);
    if (votes >= best.least()) best.add(firstPlace + within, cell % changes, votes);
  }
  for (let n = from; n < to; n++) sums[cells[n] as number] = 0;
};

/** Votes of a cell and of those around it; −1 unless it is the fullest of them, which alone speaks for all. */
const votesAround = (sums: Int32Array, cell: number, own: number, changes: number, tempoCells: number): number => {
  let sum = 0;
  for (let place = -changes; place <= changes; place += changes)
    for (let shift = -tempoCells; shift <= tempoCells; shift += tempoCells)
      for (let tempo = -1; tempo <= 1; tempo++) {
        const around = Math.abs(sums[cell + place + shift + tempo] as number);
        if (around > own) return -1;
        sum += around;
      }
  return sum;
};

interface Best {
  /** Votes that are needed to be among the best. */
  least(): number;
  add(place: number, change: number, votes: number): void;
  list(): readonly Cluster[];
}

/** Keeps the clusters with the most votes. */
const createBest = (most: number): Best => {
  let kept: Cluster[] = [];
  let least = 0;
  const cut = (): void => {
    kept.sort((a, b) => b.votes - a.votes || a.place - b.place || a.change - b.change);
    kept = kept.slice(0, most);
  };
  return {
    least: () => least,
    add: (place, change, votes) => {
      kept.push({ place, change, votes: votes / fullWeight });
      if (kept.length < 4 * most) return;
      cut();
      least = fullWeight * (kept[most - 1]?.votes ?? 0);
    },
    list: () => {
      cut();
      return kept;
    },
  };
};
