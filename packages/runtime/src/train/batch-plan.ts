import { createRandom, type Random } from '@sid/core';

/** Places of songs for one item of a batch: the first, and others where the first has no usable chunk. */
export type Candidates = readonly number[];

const alternates = 2;

const permutation = (count: number, random: Random): readonly number[] => {
  const order = Array.from({ length: count }, (_, i) => i);
  for (let i = count - 1; i > 0; i--) {
    const j = random.int(i + 1);
    [order[i], order[j]] = [order[j] ?? 0, order[i] ?? 0];
  }
  return order;
};

/**
 * Which songs the batch of a step is made of; it depends on its arguments alone. Songs come in a new order in every
 * epoch; what does not fill a batch at an epoch's end is left for the next. Songs of a batch differ where there are
 * enough.
 */
export const planBatch = (songs: number, items: number, seed: number, step: number): readonly Candidates[] => {
  const batches = Math.max(1, Math.floor(songs / items));
  const epoch = Math.floor(step / batches);
  const first = (step % batches) * items;
  const order = permutation(songs, createRandom(seed).fork('songs').fork(String(epoch)));
  const rest = [...order.slice(first + items), ...order.slice(0, first)];
  return Array.from({ length: items }, (_, i) => {
    const others = Array.from({ length: alternates }, (_, k) => rest[i + k * items]);
    return [order[(first + i) % songs] ?? 0, ...others.filter((song) => song !== undefined)];
  });
};
