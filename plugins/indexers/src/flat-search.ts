import type { Hit, Matrix } from '@sid/core';
import { type Block, copyRows, listsOf, longestList, queryBatch, rowBatch } from './block.ts';
import { isWorthCodes, nearestByCodes } from './codes.ts';
import type { Product } from './product.ts';
import { type Ranked, ranking } from './ranking.ts';
import type { SpanTable } from './span-table.ts';

/**
 * Rows kept beyond `k` until scores have their final rounding. The products of onnxruntime and of our kernel round
 * differently, by a few units in the last place: what is near enough to the last place must not fall out before.
 */
const margin = 16;
/** Fewer queries than this are compared row by row: that is bound by memory, and exact at once. */
const fewQueries = 4;

/** For each query the `k` rows of greatest dot product, over all blocks. */
export const searchBlocks = async (
  blocks: readonly Block[],
  spans: SpanTable,
  product: Product,
  queries: Matrix,
  k: number,
): Promise<readonly (readonly Hit[])[]> => {
  const kept = Math.min(k + margin, longestList);
  const batch = Math.min(queryBatch, listsOf(kept));
  const rank = ranking(spans, k);
  // onnxruntime leaves megabytes to the garbage collector with every product: what it finds alive had better be little.
  const size = queries.rows * k;
  const answers = { rows: new Int32Array(size), scores: new Float32Array(size), ends: new Uint32Array(queries.rows) };
  for (let first = 0; first < queries.rows; first += batch) {
    const m = Math.min(batch, queries.rows - first);
    const found: Ranked[][] = Array.from({ length: m }, () => []);
    let before = 0;
    for (const block of blocks) {
      copyRows(block, block.queries, queries.cols, queries.data, first, m);
      await searchBlock(block, product, m, k, before, found);
      before += block.rows;
    }
    found.forEach((lists, i) => {
      const { rows, scores } = rank.order(joined(lists));
      answers.rows.set(rows, (first + i) * k);
      answers.scores.set(scores, (first + i) * k);
      answers.ends[first + i] = (first + i) * k + rows.length;
    });
  }
  return Array.from(answers.ends, (end, i) =>
    rank.hits({ rows: answers.rows.subarray(i * k, end), scores: answers.scores.subarray(i * k, end) }),
  );
};

const joined = (lists: readonly Ranked[]): Ranked => {
  const [only] = lists;
  if (lists.length === 1 && only !== undefined) return only;
  const length = lists.reduce((sum, { rows }) => sum + rows.length, 0);
  const all = { rows: new Int32Array(length), scores: new Float32Array(length) };
  let at = 0;
  for (const { rows, scores } of lists) {
    all.rows.set(rows, at);
    all.scores.set(scores, at);
    at += rows.length;
  }
  return all;
};

/** Adds the best of one block to what was found for each query. @param before - number of its first row */
const searchBlock = async (
  block: Block,
  product: Product,
  m: number,
  k: number,
  before: number,
  found: readonly Ranked[][],
): Promise<void> => {
  const { queries, stride } = block;
  if (m < fewQueries && isWorthCodes(block.rows, k)) {
    const near = found.map((_, i) => nearestByCodes(block, queries + i * stride * 4, k));
    if (near.every((list) => list !== undefined)) {
      near.forEach(({ rows, scores }, i) => {
        found[i]?.push({ rows: rows.map((row) => row + before), scores });
      });
      return;
    }
  }
  // Lists longer than the work space holds are filled a stretch of rows at a time, every row of it being kept.
  const stretch = k + margin > longestList ? longestList : Math.max(1, block.rows);
  for (let from = 0; from < block.rows; from += stretch) {
    const to = Math.min(block.rows, from + stretch);
    const kept = Math.min(k + margin, longestList, to - from);
    await searchStretch(block, product, m, from, to, kept);
    collect(block, kept, before, found);
  }
};

/** Fills one list per query with the best of the rows `from` … `to − 1`, each with its final score. */
const searchStretch = async (
  block: Block,
  product: Product,
  m: number,
  from: number,
  to: number,
  k: number,
): Promise<void> => {
  const { kernels, stride, queries, scores, lists } = block;
  const size = 8 + 16 * k;
  for (let i = 0; i < m; i++) {
    block.integers()[(lists + i * size) / 4] = 0;
    block.floats()[(lists + i * size) / 4 + 1] = Number.NEGATIVE_INFINITY;
  }
  const step = rowBatch(m);
  for (let at = from; at < to; at += step) {
    const n = Math.min(step, to - at);
    if (m < fewQueries) {
      for (let i = 0; i < m; i++) {
        kernels.scan(queries + i * stride * 4, block.at(at), n, stride * 4, scores);
        kernels.select(scores, n, at, lists + i * size, k);
      }
    } else {
      const line = await product.run(block, m, at, n);
      kernels.selectAll(scores, m, line * 4, n, at, lists, k);
    }
  }
  // The scores of the one dot product that every search reports.
  for (let i = 0; i < m; i++) kernels.settle(queries + i * stride * 4, block.at(0), stride * 4, lists + i * size, k);
};

const collect = (block: Block, k: number, before: number, found: readonly Ranked[][]): void => {
  const integers = block.integers();
  const floats = block.floats();
  found.forEach((lists, i) => {
    const at = (block.lists + i * (8 + 16 * k)) / 4;
    const count = integers[at] ?? 0;
    const list = { rows: new Int32Array(count), scores: new Float32Array(count) };
    for (let j = 0; j < count; j++) {
      list.scores[j] = floats[at + 2 + 2 * j] as number;
      list.rows[j] = before + (integers[at + 3 + 2 * j] as number);
    }
    lists.push(list);
  });
};
