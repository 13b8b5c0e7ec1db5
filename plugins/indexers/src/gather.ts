import { type Block, scoreRoom } from './block.ts';

/** Row numbers that fit in one half of the work space for scores; their scores go into the other. */
const most = scoreRoom / 2;

/**
 * Dot products of the query at byte offset `query` with the first `count` of `rows`.
 *
 * @returns a view of the work space where they fit there, good until the next call; else a copy
 */
export const gatherScores = (block: Block, query: number, rows: Int32Array, count: number): Float32Array => {
  const { kernels, stride, scores } = block;
  const into = scores + most * 4;
  const step = (from: number, n: number): Float32Array => {
    block.integers().set(rows.subarray(from, from + n), scores / 4);
    kernels.gather(query, block.at(0), scores, n, stride * 4, into);
    return block.floats().subarray(into / 4, into / 4 + n);
  };
  if (count <= most) return step(0, count);
  const all = new Float32Array(count);
  for (let from = 0; from < count; from += most) all.set(step(from, Math.min(most, count - from)), from);
  return all;
};
