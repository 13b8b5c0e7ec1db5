import { type KernelMemory, pageBytes } from '@sid/core';
import type { Codes } from './codes.ts';
import { type Kernels, openKernels } from './kernel-module.ts';

/** Queries that are answered together, at most. */
export const queryBatch = 1024;
/** Scores that are held at once: 2 MiB, which stay in a processor's caches between the product and the choice. */
export const scoreRoom = 2 ** 19;
/** Rows that are multiplied with `m` queries at once. */
export const rowBatch = (m: number): number => Math.min(4096, Math.floor(scoreRoom / m));
/** The most that the lists of the best may take, in bytes. */
const listBytes = 16 * 2 ** 20;
/** Entries that one list may keep; whoever wants more asks for stretches of rows one after another. */
export const longestList = listBytes / 16 - 1;
/** Memory grows by this many pages at least: 4 MiB. */
const growth = 64;

/**
 * Vectors in one WebAssembly memory, padded with zeros to a multiple of sixteen numbers, behind the work space of the
 * kernels. It grows in place: what is in it is never copied.
 */
export interface Block {
  readonly kernels: Kernels;
  /** Numbers from one row to the next. */
  readonly stride: number;
  readonly capacity: number;
  rows: number;
  /** The rows once more, a byte per number; made when first wanted, dropped when rows move. */
  codes?: Codes | undefined;
  /** The memory as it is now. Not to be kept: growing replaces it. */
  floats(): Float32Array<ArrayBuffer>;
  integers(): Int32Array<ArrayBuffer>;
  /** Makes room for `count` rows in all. */
  reserve(count: number): void;
  /** Byte offset of a row. */
  at(row: number): number;
  readonly queries: number;
  readonly scores: number;
  readonly lists: number;
}

/** How many lists of `k` entries fit at once. */
export const listsOf = (k: number): number => Math.min(queryBatch, Math.floor(listBytes / (8 + 16 * k)));

/** @param vectorBytes - how far the memory may grow for vectors; with the work space no further than 4 GiB */
export const createBlock = (dims: number, vectorBytes: number): Block => {
  const stride = Math.ceil(dims / 16) * 16;
  const queries = 1024;
  // Two more lines and rows, since `product` works on three queries and four rows at a time.
  const scores = queries + (queryBatch + 2) * stride * 4;
  const lists = scores + (scoreRoom + 4 * (queryBatch + rowBatch(1))) * 4;
  const base = Math.ceil((lists + listBytes) / pageBytes) * pageBytes;
  const maximum = Math.min(65_536, base / pageBytes + Math.max(1, Math.ceil(vectorBytes / pageBytes)));
  const { memory, kernels } = openKernels(base / pageBytes + 1, maximum);
  const views = createViews(memory);
  return {
    ...views,
    kernels,
    stride,
    capacity: Math.floor((maximum * pageBytes - base) / (stride * 4)) - 3,
    rows: 0,
    reserve(count) {
      const missing = base + (count + 3) * stride * 4 - memory.buffer.byteLength;
      if (missing <= 0) return;
      const pages = Math.ceil(missing / pageBytes);
      memory.grow(Math.min(Math.max(pages, growth), maximum - memory.buffer.byteLength / pageBytes));
    },
    at: (row) => base + row * stride * 4,
    queries,
    scores,
    lists,
  };
};

const createViews = (memory: KernelMemory): Pick<Block, 'floats' | 'integers'> => {
  let floats = new Float32Array(memory.buffer);
  let integers = new Int32Array(memory.buffer);
  return {
    floats: () => {
      if (floats.buffer !== memory.buffer) floats = new Float32Array(memory.buffer);
      return floats;
    },
    integers: () => {
      if (integers.buffer !== memory.buffer) integers = new Int32Array(memory.buffer);
      return integers;
    },
  };
};

/** Copies `count` rows of a dense matrix behind the last row. */
export const append = (block: Block, dims: number, data: Float32Array, first: number, count: number): void => {
  block.reserve(block.rows + count);
  copyRows(block, block.at(block.rows), dims, data, first, count);
  block.rows += count;
};

/** Copies `count` rows of a dense matrix to byte offset `to`, a stride apart. */
export const copyRows = (
  block: Block,
  to: number,
  dims: number,
  data: Float32Array,
  first: number,
  count: number,
): void => {
  const { stride } = block;
  const floats = block.floats();
  const start = to / 4;
  if (stride === dims) floats.set(data.subarray(first * dims, (first + count) * dims), start);
  else {
    floats.fill(0, start, start + count * stride);
    for (let i = 0; i < count; i++) {
      floats.set(data.subarray((first + i) * dims, (first + i + 1) * dims), start + i * stride);
    }
  }
};
