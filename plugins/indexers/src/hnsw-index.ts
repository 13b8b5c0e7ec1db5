import { type Matrix, SidError, type TrackSpan, type VectorIndex } from '@sid/core';
import { append, copyRows } from './block.ts';
import { checkSpans, checkVectors } from './checked.ts';
import { insert } from './hnsw-link.ts';
import type { HnswParts } from './hnsw-parts.ts';
import { removeTrack } from './hnsw-remove.ts';
import { createWalker, drain } from './hnsw-search.ts';
import { createQueue } from './queue.ts';
import { ranking } from './ranking.ts';
import { hnswBytes, savedHnsw } from './stored-hnsw.ts';

export interface HnswOptions {
  readonly m: number;
  readonly efConstruction: number;
  readonly ef: number;
}

/** Vectors that are linked before others get a turn. */
const turn = 32;

export const createHnswIndex = (parts: HnswParts, options: HnswOptions): VectorIndex => {
  const { dims, m, block, graph, spans, copies, free } = parts;
  const walker = createWalker(block, graph);
  const exclusive = createQueue();

  const place = (vectors: Matrix, i: number, span: TrackSpan): void => {
    const row = free.pop() ?? block.rows;
    if (row === block.rows) {
      append(block, dims, vectors.data, i, 1);
      spans.push(span);
    } else {
      copyRows(block, block.at(row), dims, vectors.data, i, 1);
      spans.set(row, span);
    }
    const equal = insert(block, graph, walker, row, parts.added++, m, options.efConstruction);
    if (equal !== undefined) copies.add(equal, row);
  };

  return {
    get size() {
      return block.rows - free.length;
    },
    get bytes() {
      return hnswBytes(parts);
    },
    add: (vectors, added) =>
      exclusive(async () => {
        checkVectors(vectors, dims);
        checkSpans(vectors, added);
        if (block.rows - free.length + vectors.rows > block.capacity) {
          throw new SidError(
            'SID_METHOD_FAILED',
            `hnsw holds ${block.capacity} vectors of ${dims} numbers at most (4 GiB). Use "flat" for more.`,
          );
        }
        for (const [i, span] of added.entries()) {
          place(vectors, i, span);
          if (i % turn === turn - 1) await new Promise((resolve) => setImmediate(resolve));
        }
      }),
    remove: (track) => exclusive(async () => removeTrack(parts, walker, track)),
    search: (queries, k) =>
      exclusive(async () => {
        checkVectors(queries, dims);
        const size = block.rows - free.length;
        if (k < 1 || size === 0) return Array.from({ length: queries.rows }, () => []);
        const most = Math.min(Math.floor(k), size);
        const rank = ranking(spans, most);
        return Array.from({ length: queries.rows }, (_, i) => {
          copyRows(block, block.queries, dims, queries.data, i, 1);
          const found = walker.walk(block.queries, [walker.descend(block.queries, 0)], Math.max(most, options.ef), 0);
          const all = drain(found).flatMap(({ node, score }) =>
            [node, ...copies.of(node)].map((row) => ({ row, score })),
          );
          const rows = Int32Array.from(all, ({ row }) => row);
          return rank.hits(rank.order({ rows, scores: Float32Array.from(all, ({ score }) => score) }));
        });
      }),
    save: () => savedHnsw(parts),
    [Symbol.asyncDispose]: () => exclusive(async () => undefined),
  };
};
