import { type KernelMemory, pageBytes } from '@sid/core';
import type { Block } from './block.ts';
import { gatherScores } from './gather.ts';
import { type Kernels, openKernels } from './kernel-module.ts';

/** Rows encoded at once: with their steps they fit in the work space of a block. */
const rowsPerPart = (stride: number): number => Math.max(1, Math.floor(2 ** 18 / stride));

/**
 * The rows of a block in a quarter of its memory, as signed bytes times a step per row. A scan is bound by memory, so
 * it estimates scores in a fraction of the time; how wrong it can be at most is known, and what is not certainly
 * outside is compared as it is.
 */
export interface Codes {
  readonly memory: KernelMemory;
  readonly kernels: Kernels;
  readonly capacity: number;
  rows: number;
  /** The greatest length of what rounding took from a row, and of a rounded row. */
  lost: number;
  longest: number;
}

/** Byte offsets: the query, then a step, a score and a list number per row, a list of the best, the codes. */
const layout = (stride: number, capacity: number) => {
  const steps = Math.ceil((2 * stride) / 64) * 64;
  const scores = steps + 4 * capacity;
  const reached = scores + 4 * capacity;
  const best = reached + 4 * capacity;
  const codes = best + 16 * Math.ceil(capacity / 16) + 64;
  return { query: 0, steps, scores, reached, best, codes, end: codes + stride * capacity };
};

const createCodes = (block: Block): Codes => {
  const capacity = Math.min(block.capacity, 16 * Math.ceil((block.rows * 1.1) / 16));
  const pages = Math.ceil(layout(block.stride, capacity).end / pageBytes);
  return { ...openKernels(pages, pages), capacity, rows: 0, lost: 0, longest: 0 };
};

/** The codes of all rows there are: those that came since the last time are added. */
const codesOf = (block: Block): Codes => {
  const known = block.codes;
  const codes = known === undefined || known.capacity < block.rows ? createCodes(block) : known;
  block.codes = codes;
  const { stride, scores } = block;
  const at = layout(stride, codes.capacity);
  const part = rowsPerPart(stride);
  const [steps, limits] = [scores + part * stride, scores + part * (stride + 4)];
  const to = new Uint8Array(codes.memory.buffer);
  while (codes.rows < block.rows) {
    const count = Math.min(part, block.rows - codes.rows);
    block.floats().fill(0, limits / 4, limits / 4 + 2);
    block.kernels.encode(block.at(codes.rows), count, 4 * stride, scores, steps, limits);
    const from = new Uint8Array(block.floats().buffer);
    to.set(from.subarray(scores, scores + count * stride), at.codes + codes.rows * stride);
    to.set(from.subarray(steps, steps + 4 * count), at.steps + 4 * codes.rows);
    const [lost = 0, longest = 0] = block.floats().subarray(limits / 4, limits / 4 + 2);
    codes.lost = Math.max(codes.lost, lost);
    codes.longest = Math.max(codes.longest, longest);
    codes.rows += count;
  }
  return codes;
};

/** Writes the query as 16-bit numbers, so small that no sum of products with codes leaves 32 bits. */
const encodeQuery = (codes: Codes, query: Float32Array) => {
  const most = Math.min(32_767, Math.floor((2 ** 31 - 1) / (127 * query.length)));
  const step = Math.fround(query.reduce((a, b) => Math.max(a, Math.abs(b)), 0) / most);
  const to = new Int16Array(codes.memory.buffer, 0, query.length);
  let [squares, lost] = [0, 0];
  query.forEach((value, i) => {
    const code = step > 0 ? Math.max(-most, Math.min(most, Math.round(value / step))) : 0;
    to[i] = code;
    squares += value * value;
    lost += (value - code * step) ** 2;
  });
  return { step, length: Math.sqrt(squares), lost: Math.sqrt(lost) };
};

/** Fewer rows than this are compared as they are, and so are all where a large part of them is wanted. */
export const isWorthCodes = (rows: number, k: number): boolean => rows >= 4096 && 16 * k <= rows;

/**
 * The rows that can be among the `k` of greatest dot product with the query at byte offset `query` of the block, with
 * their exact scores: all that reach the k-th greatest. Undefined where nothing can be ruled out (numbers too large).
 *
 * An estimate x̂·ŷ is off by x·y − x̂·ŷ = (x − x̂)·y + x̂·(y − ŷ), hence by ‖x − x̂‖‖y‖ + ‖x̂‖‖y − ŷ‖ at most (Cauchy and
 * Schwarz), and by the rounding of both sums. The exact scores of the k greatest estimates are a lower bound of the
 * k-th greatest score.
 */
export const nearestByCodes = (
  block: Block,
  query: number,
  k: number,
): { readonly rows: Int32Array; readonly scores: Float32Array } | undefined => {
  const { stride, rows } = block;
  const codes = codesOf(block);
  const { kernels, memory } = codes;
  const at = layout(stride, codes.capacity);
  const asked = encodeQuery(codes, block.floats().subarray(query / 4, query / 4 + stride));
  const rounding = (stride / 16 + 32) * 2 ** -23 * (codes.longest + codes.lost) * asked.length;
  const bound = codes.lost * asked.length + codes.longest * asked.lost + rounding + 1e-18 * asked.length;
  if (!Number.isFinite(bound)) return undefined;
  kernels.estimate(at.query, at.codes, rows, 4 * stride, at.steps, asked.step, at.scores);
  const [integers, floats] = [new Int32Array(memory.buffer), new Float32Array(memory.buffer)];
  integers[at.best / 4] = 0;
  floats[at.best / 4 + 1] = Number.NEGATIVE_INFINITY;
  kernels.select(at.scores, rows, 0, at.best, k);
  kernels.finish(at.best, k);
  const first = Int32Array.from({ length: k }, (_, i) => integers[at.best / 4 + 3 + 2 * i] ?? 0);
  const least = gatherScores(block, query, first, k).reduce((a, b) => Math.min(a, b));
  const count = kernels.reach(at.scores, rows, least - bound, at.reached);
  const reached = integers.subarray(at.reached / 4, at.reached / 4 + count);
  const exact = gatherScores(block, query, reached, count);
  const worst = exact.slice().sort()[count - k] ?? Number.NEGATIVE_INFINITY;
  const kept = Array.from(exact.keys()).filter((i) => (exact[i] ?? 0) >= worst);
  return {
    rows: Int32Array.from(kept, (i) => reached[i] ?? 0),
    scores: Float32Array.from(kept, (i) => exact[i] ?? 0),
  };
};
