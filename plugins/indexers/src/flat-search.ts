import type { Hit, Matrix } from '@sid/core';
import { type Block, copyRows, listsOf, longestList, queryBatch, rowBatch } from './block.ts';
import { gatherScores } from './gather.ts';
import type { Product } from './product.ts';
import { type Answer, type Ranked, ranking } from './ranking.ts';
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
  const answers: Answer[] = [];
  for (let first = 0; first < queries.rows; first += batch) {
    const m = Math.min(batch, queries.rows - first);
    const found: Ranked[][] = Array.from({ length: m }, () => []);
    let before = 0;
    for (const block of blocks) {
      copyRows(block, block.queries, queries.cols, queries.data, first, m);
      // Lists longer than the work space holds are filled a stretch of rows at a time, every row of it being kept.
      const stretch = k + margin > longestList ? longestList : Math.max(1, block.rows);
      for (let from = 0; from < block.rows; from += stretch) {
        const to = Math.min(block.rows, from + stretch);
        await searchStretch(block, product, m, from, to, Math.min(kept, to - from));
        collect(block, m, Math.min(kept, to - from), before, found);
      }
      before += block.rows;
    }
    for (const list of found) answers.push(rank.order(list));
  }
  return answers.map((answer) => rank.hits(answer));
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
  const direct = m < fewQueries;
  for (let at = from; at < to; at += rowBatch) {
    const n = Math.min(rowBatch, to - at);
    let line = n;
    if (!direct) line = await product.run(block, m, at, n);
    for (let i = 0; i < m; i++) {
      if (direct) kernels.scan(queries + i * stride * 4, block.at(at), n, stride * 4, scores);
      kernels.select(direct ? scores : scores + i * line * 4, n, at, lists + i * size, k);
    }
  }
  for (let i = 0; i < m; i++) {
    const count = kernels.finish(lists + i * size, k);
    if (!direct) rescore(block, queries + i * stride * 4, lists + i * size, count);
    block.integers()[(lists + i * size) / 4] = count;
  }
};

/** Replaces the scores of a list by those of the one dot product that every search reports. */
const rescore = (block: Block, query: number, list: number, count: number): void => {
  const integers = block.integers();
  const rows = Int32Array.from({ length: count }, (_, i) => integers[list / 4 + 3 + 2 * i] ?? 0);
  const exact = gatherScores(block, query, rows, count);
  const floats = block.floats();
  for (let i = 0; i < count; i++) floats[list / 4 + 2 + 2 * i] = exact[i] ?? 0;
};

const collect = (block: Block, m: number, k: number, before: number, found: readonly Ranked[][]): void => {
  const integers = block.integers();
  const floats = block.floats();
  found.forEach((list, i) => {
    if (i >= m) return;
    const at = (block.lists + i * (8 + 16 * k)) / 4;
    const count = integers[at] ?? 0;
    for (let j = 0; j < count; j++) {
      list.push({ score: floats[at + 2 + 2 * j] ?? 0, row: before + (integers[at + 3 + 2 * j] ?? 0) });
    }
  });
};
