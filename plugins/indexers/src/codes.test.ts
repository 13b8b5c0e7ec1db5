import { createRandom } from '@sid/core';
import { describe, expect, it } from 'vitest';
import { append, type Block, copyRows, createBlock } from './block.ts';
import { isWorthCodes, nearestByCodes } from './codes.ts';
import { gatherScores } from './gather.ts';

const dims = 24;
const rows = 5000;
const random = createRandom('codes');
const normal = (): number => random.normal();

/** Values of row `i`. */
const kinds: Readonly<Record<string, (i: number) => number>> = {
  'even directions': normal,
  'all in nearly one direction': () => 1 + 0.01 * normal(),
  'differences below a step of the codes': () => 1 + 1e-4 * normal(),
  'rows that hardly differ in the last bit': (i) => 1 + 1e-7 * (i % 3),
  'equal rows': () => 0.5,
  'a few great numbers': () => normal() ** 7,
  'whole numbers, which codes hold exactly': () => Math.round(20 * normal()),
  'lengths over many orders of magnitude': (i) => normal() * 10 ** ((i % 13) - 6),
  'hardly anything': () => normal() * 1e-20,
  zeros: () => 0,
};

const filled = (value: (i: number) => number, count: number): Block => {
  const block = createBlock(dims, 2 ** 24);
  const data = Float32Array.from({ length: count * dims }, (_, at) => value(Math.floor(at / dims)));
  append(block, dims, data, 0, count);
  return block;
};

const ask = (block: Block, query: Float32Array): void => copyRows(block, block.queries, dims, query, 0, 1);

/** Rows that reach the k-th greatest of all scores, with their scores, by comparing all. */
const truth = (block: Block, k: number): readonly (readonly [number, number])[] => {
  const every = Int32Array.from({ length: block.rows }, (_, i) => i);
  const scores = [...gatherScores(block, block.queries, every, block.rows)];
  const least = scores.toSorted((a, b) => b - a)[k - 1] ?? 0;
  return scores.flatMap((score, row) => (score >= least ? [[row, score] as const] : []));
};

const found = (block: Block, k: number): readonly (readonly [number, number])[] | undefined => {
  const near = nearestByCodes(block, block.queries, k);
  return near && Array.from(near.rows, (row, i) => [row, near.scores[i] ?? Number.NaN] as const);
};

describe('nearest by codes', () => {
  it.each(Object.entries(kinds))('leaves out nothing: %s', (_, value) => {
    const block = filled(value, rows);
    for (const query of [normal, value, () => 1]) {
      ask(
        block,
        Float32Array.from({ length: dims }, () => query(0)),
      );
      for (const k of [1, 10, 300]) expect(found(block, k)).toEqual(truth(block, k));
    }
  });

  it('takes in what is added, within its room and beyond', () => {
    const block = filled(normal, rows);
    ask(block, Float32Array.from({ length: dims }, normal));
    for (const more of [3, 200, 4000]) {
      expect(found(block, 50)).toEqual(truth(block, 50));
      const data = Float32Array.from({ length: more * dims }, () => 2 * normal());
      append(block, dims, data, 0, more);
    }
    expect(found(block, 50)).toEqual(truth(block, 50));
  });

  it('rules nothing out where numbers are too great, and is not asked for few rows or for most of them', () => {
    const block = filled(() => 1e25, rows);
    ask(block, new Float32Array(dims).fill(1e25));
    expect(found(block, 10)).toBeUndefined();
    expect([isWorthCodes(100_000, 100), isWorthCodes(100, 1), isWorthCodes(100_000, 20_000)]).toEqual([
      true,
      false,
      false,
    ]);
  });
});
