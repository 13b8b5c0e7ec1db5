import type { TrackSpan, VectorIndex } from '@sid/core';
import { append, type Block, createBlock } from './block.ts';
import { checkSpans, checkVectors } from './checked.ts';
import { keepRows } from './compaction.ts';
import { searchBlocks } from './flat-search.ts';
import { type Head, headBytes, readHead } from './head.ts';
import type { Product } from './product.ts';
import { createQueue } from './queue.ts';
import { createReader, sealed } from './reader.ts';
import { createSpanTable, type SpanTable } from './span-table.ts';
import { readSpans, spanBytes, spanParts } from './stored-spans.ts';

/** Rows that are read and written at once. */
const rowsPerPart = (dims: number): number => Math.max(1, Math.floor(2 ** 20 / (4 * dims)));

/** An index without vectors. @param blockBytes - the most that one WebAssembly memory may take */
export const createFlatIndex = (dims: number, product: Product, blockBytes: number): VectorIndex => {
  const blocks: Block[] = [];
  const spans: SpanTable = createSpanTable();
  const exclusive = createQueue();

  const place = (data: Float32Array, rows: number): void => {
    for (let first = 0; first < rows; ) {
      const last = blocks.at(-1);
      const block = last === undefined || last.rows === last.capacity ? createBlock(dims, blockBytes) : last;
      if (block !== last) blocks.push(block);
      const count = Math.min(rows - first, block.capacity - block.rows);
      append(block, dims, data, first, count);
      first += count;
    }
  };
  const head = (): Head => ({ kind: 'flat', dims, rows: spans.size, tracks: tracksOf(spans), more: {} });

  return {
    get size() {
      return spans.size;
    },
    get bytes() {
      return headBytes(head()).length + spans.size * (spanBytes + 4 * dims) + 4;
    },
    add: (vectors, added) =>
      exclusive(async () => {
        checkVectors(vectors, dims);
        checkSpans(vectors, added);
        place(vectors.data, vectors.rows);
        for (const span of added) spans.push(span);
      }),
    remove: (track) =>
      exclusive(async () => {
        const rows = spans.rowsOf(track);
        if (rows.length === 0) return 0;
        const keep = new Uint8Array(spans.size).fill(1);
        for (const row of rows) keep[row] = 0;
        keepRows(blocks, keep);
        spans.compact(keep);
        return rows.length;
      }),
    search: (queries, k) =>
      exclusive(async () => {
        checkVectors(queries, dims);
        if (k < 1 || spans.size === 0) return Array.from({ length: queries.rows }, () => []);
        return searchBlocks(blocks, spans, product, queries, Math.min(Math.floor(k), spans.size));
      }),
    save: () => sealed(savedParts(head(), blocks, spans)),
    [Symbol.asyncDispose]: () =>
      exclusive(async () => {
        blocks.length = 0;
        spans.compact(new Uint8Array(spans.size));
      }),
  };
};

const tracksOf = (spans: SpanTable): readonly string[] & string[] => {
  const names = new Set<string>();
  for (let row = 0; row < spans.size; row++) names.add(spans.trackAt(row));
  return [...names].sort();
};

/** Rows ordered by track, and as they were added within one: the bytes do not tell in which order tracks came. */
function* savedParts(head: Head, blocks: readonly Block[], spans: SpanTable): Iterable<Uint8Array> {
  const order = Array.from({ length: head.rows }, (_, row) => row);
  const names = new Map(head.tracks.map((name, i) => [name, i]));
  const numbers = order.map((row) => names.get(spans.trackAt(row)) ?? 0);
  order.sort((a, b) => (numbers[a] ?? 0) - (numbers[b] ?? 0) || a - b);
  yield headBytes(head);
  yield* spanParts(head.rows, head.tracks, (i) => spans.at(order[i] ?? 0));
  const capacity = blocks[0]?.capacity ?? 1;
  for (let first = 0; first < head.rows; first += rowsPerPart(head.dims)) {
    const rows = order.slice(first, first + rowsPerPart(head.dims));
    const data = new Float32Array(rows.length * head.dims);
    rows.forEach((row, i) => {
      const block = blocks[Math.floor(row / capacity)];
      if (block === undefined) return;
      const at = block.at(row % capacity) / 4;
      data.set(block.floats().subarray(at, at + head.dims), i * head.dims);
    });
    yield new Uint8Array(data.buffer);
  }
}

/** @throws SidError SID_INDEX_INVALID where the bytes are not those of a flat index */
export const openFlatIndex = async (
  chunks: AsyncIterable<Uint8Array>,
  product: Product,
  blockBytes: number,
): Promise<VectorIndex> => {
  const reader = createReader(chunks);
  const { dims, rows, tracks } = await readHead(reader, 'flat');
  const spans: TrackSpan[] = [];
  for await (const span of readSpans(reader, rows, tracks)) spans.push(span);
  const index = createFlatIndex(dims, product, blockBytes);
  for (let first = 0; first < rows; first += rowsPerPart(dims)) {
    const count = Math.min(rowsPerPart(dims), rows - first);
    const data = new Float32Array((await reader.take(4 * dims * count)).buffer);
    await index.add({ rows: count, cols: dims, data }, spans.slice(first, first + count));
  }
  await reader.close();
  return index;
};
