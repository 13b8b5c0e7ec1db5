import type { GraphSession } from '@sid/core';
import { describe, expect, it } from 'vitest';
import { embedder, scoreRetrieval } from './validation.ts';

const unit = (angle: number): Float32Array => Float32Array.of(Math.cos(angle), Math.sin(angle));

const references = new Map([
  ['a', Float32Array.of(...unit(0), ...unit(3))],
  ['b', unit(1)],
  ['c', unit(2)],
]);

describe('scoreRetrieval', () => {
  it('ranks songs by their nearest window', () => {
    const queries = [
      { id: 'q1', songs: ['a'], vector: unit(2.9) },
      { id: 'q2', songs: ['b'], vector: unit(1.9) },
    ];
    expect(scoreRetrieval('HR@1', queries, references)).toEqual({ 'HR@1': 0.5, MAP: 0.75 });
  });

  it('takes every song of a mix as relevant', () => {
    const queries = [{ id: 'q', songs: ['a', 'b'], vector: unit(1.1) }];
    // b, c, a: precision 1 at the first, 2/3 at the third.
    expect(scoreRetrieval('MAP', queries, references).MAP).toBeCloseTo((1 + 2 / 3) / 2, 10);
  });
});

it('windows are embedded in batches, in order', async () => {
  const sizes: number[] = [];
  const session: GraphSession = {
    inputNames: ['in'],
    outputNames: ['out'],
    run: async ({ in: given }) => {
      const [count = 0] = given?.dims ?? [];
      sizes.push(count);
      const data = Float32Array.from({ length: count }, (_, i) => given?.data[i * 4] ?? -1);
      return { out: { dims: [count, 1], data } };
    },
    [Symbol.asyncDispose]: async () => undefined,
  };
  const windows = Array.from({ length: 70 }, (_, i) => ({ rows: 2, cols: 2, data: new Float32Array(4).fill(i) }));
  const vectors = await embedder(session, 'in', 'out')(windows);
  expect([...vectors]).toEqual(windows.map((_, i) => i));
  expect(sizes).toEqual([32, 32, 6]);
});
