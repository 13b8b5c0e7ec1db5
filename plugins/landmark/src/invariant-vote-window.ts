import { createCellTable } from './invariant-cells.ts';
import type { Candidate, VoteSpace, VoteSpec } from './invariant-vote-space.ts';

/** The votes of a stretch of the query. */
export interface VoteWindow {
  /** @param place - of the window's middle, in cells; @param change - its number in the vote space */
  add(place: number, change: number, weight: number): void;
  /** Adds the clusters of agreeing votes to a list, and forgets the votes. */
  count(middleMilliseconds: number, into: Candidate[]): void;
}

/**
 * Votes are counted block by block of places: a table of all cells of a window would take megabytes, and waiting for
 * memory so far away would take most of a search. The table of a block stays next to the processor.
 */
const blockBits = 9;
const blockPlaces = 2 ** blockBits;

export const createVoteWindow = (space: VoteSpace, spec: VoteSpec): VoteWindow => {
  const { changes } = space;
  const table = createCellTable();
  // The votes of a block are a chain: the last one's position, and at each vote that of the one before.
  let lasts = new Int32Array(1024).fill(-1);
  let before = new Int32Array(65_536);
  /** Within a block, cell 0 is one place before it. */
  let cells = new Int32Array(65_536);
  let weights = new Float32Array(65_536);
  let size = 0;
  let blocks = 0;

  const put = (block: number, cell: number, weight: number): void => {
    if (size === cells.length) {
      before = longer(before, new Int32Array(2 * size));
      cells = longer(cells, new Int32Array(2 * size));
      weights = longer(weights, new Float32Array(2 * size));
    }
    if (block >= blocks) {
      blocks = block + 1;
      if (blocks > lasts.length) lasts = longer(lasts, new Int32Array(2 * blocks).fill(-1));
    }
    before[size] = lasts[block] as number;
    cells[size] = cell;
    weights[size] = weight;
    lasts[block] = size++;
  };

  /** Votes of a cell and of those around it; −1 unless it is the fullest of them, which alone speaks for all. */
  const votesAround = (cell: number, own: number): number => {
    let sum = 0;
    for (let place = -changes; place <= changes; place += changes)
      for (let shift = -space.tempoCells; shift <= space.tempoCells; shift += space.tempoCells)
        for (let tempo = -1; tempo <= 1; tempo++) {
          const around = table.get(cell + place + shift + tempo);
          if (around > own) return -1;
          sum += around;
        }
    return sum;
  };

  const candidateOf = (place: number, change: number, queryMilliseconds: number, votes: number): Candidate => ({
    place: (place + 0.5) * spec.placeCell,
    queryMilliseconds,
    cents: (Math.floor(change / space.tempoCells) - space.shiftZero + 0.5) * spec.centsCell,
    tempoRatio: Math.exp(((change % space.tempoCells) - space.tempoZero + 0.5) * spec.tempoCell),
    votes,
  });

  return {
    add: (place, change, weight) => {
      const block = place >> blockBits;
      const within = place & (blockPlaces - 1);
      put(block, (within + 1) * changes + change, weight);
      // At the rim of a block it is a neighbour of cells in the next one, and is known there too.
      if (within === 0 && block > 0) put(block - 1, (blockPlaces + 1) * changes + change, weight);
      else if (within === blockPlaces - 1) put(block + 1, change, weight);
    },
    count: (middle, into) => {
      const found: { place: number; change: number; votes: number }[] = [];
      for (let block = 0; block < blocks; block++) {
        let votes = 0;
        for (let i = lasts[block] as number; i >= 0; i = before[i] as number) votes++;
        if (votes < 2) continue;
        table.reset(votes);
        for (let i = lasts[block] as number; i >= 0; i = before[i] as number)
          table.add(cells[i] as number, weights[i] as number);
        table.eachRepeated((cell, own) => {
          const within = Math.floor(cell / changes) - 1;
          if (own < spec.leastInCell || within < 0 || within >= blockPlaces) return;
          const around = votesAround(cell, own);
          if (around > 0) found.push({ place: block * blockPlaces + within, change: cell % changes, votes: around });
        });
      }
      found.sort((a, b) => b.votes - a.votes || a.place - b.place || a.change - b.change);
      for (const one of found.slice(0, spec.perWindow))
        into.push(candidateOf(one.place, one.change, middle, one.votes));
      lasts.fill(-1, 0, blocks);
      size = 0;
      blocks = 0;
    },
  };
};

const longer = <T extends Int32Array | Float32Array>(values: T, into: T): T => {
  into.set(values);
  return into;
};
