import { SidError, type View } from '@sid/core';
import * as tf from '@tensorflow/tfjs';

/** Which rows of a batch belong together; matrices of 0 and 1, `[views.length, views.length]`. */
export interface Relations {
  readonly count: number;
  /** Rows of the other side that share a song. */
  readonly positives: Float32Array;
  /** Rows of either side that share none. */
  readonly negatives: Float32Array;
}

export const relationsOf = (views: readonly View[]): Relations => {
  const count = views.length;
  const positives = new Float32Array(count * count);
  const negatives = new Float32Array(count * count).fill(1);
  const bySong = new Map<number, number[]>();
  views.forEach(({ songs }, row) => {
    for (const song of songs) bySong.set(song, [...(bySong.get(song) ?? []), row]);
    negatives[row * count + row] = 0;
  });
  views.forEach(({ side, songs }, row) => {
    for (const other of songs.flatMap((song) => bySong.get(song) ?? [])) {
      negatives[row * count + other] = 0;
      if (views[other]?.side !== side) positives[row * count + other] = 1;
    }
  });
  return { count, positives, negatives };
};

/** Columns where a row of such a matrix has a 1. */
export const columnsOf = (matrix: Float32Array, row: number, count: number): readonly number[] => {
  const found: number[] = [];
  const start = row * count;
  for (let column = 0; column < count; column++) if (matrix[start + column] === 1) found.push(column);
  return found;
};

export const asTensor = (matrix: Float32Array, count: number): tf.Tensor2D => tf.tensor2d(matrix, [count, count]);

export const unfit = (loss: string, reason: string): never => {
  throw new SidError('SID_BATCH_UNFIT', `The loss ${loss} cannot use this batch: ${reason}.`);
};

const describe = ({ side, songs }: View): string => `${side} of song ${songs.join(' and ')}`;

/** Refuses a batch with a row that has no positive, or more than one. */
export const checkOnePositive = (loss: string, views: readonly View[], { count, positives }: Relations): void =>
  views.forEach((view, row) => {
    const found = columnsOf(positives, row, count).length;
    if (found === 1) return;
    const what = found === 0 ? 'has no row of the other side that shares its song' : `has ${found} of them`;
    unfit(loss, `it wants one positive for every row, and row ${row} (${describe(view)}) ${what}`);
  });

/** Refuses a batch where nothing can be told apart from the positives of a row. */
export const checkNegatives = (loss: string, views: readonly View[], { count, positives }: Relations): void => {
  const queries = views.filter(({ side }) => side === 'query').length;
  views.forEach((view, row) => {
    const found = columnsOf(positives, row, count).length;
    const others = view.side === 'query' ? count - queries : queries;
    if (found === 0) unfit(loss, `row ${row} (${describe(view)}) has no row of the other side that shares its song`);
    if (found === others)
      unfit(
        loss,
        `all ${others} rows of the other side are positives of row ${row} (${describe(view)}), so that there is nothing to tell apart; take three songs or more`,
      );
  });
};
