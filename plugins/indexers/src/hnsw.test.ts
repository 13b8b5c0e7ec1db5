import type { Indexer, VectorIndex } from '@sid/core';
import { checkIndexer, clusteredVectors, nearest, rowsOf, type VectorSet } from '@sid/testkit';
import { describe, expect, it } from 'vitest';
import { hnsw } from './hnsw.ts';

checkIndexer(hnsw, { recall: 0.95, size: 400 });

const dims = 32;
const create = async (options: unknown = {}): Promise<VectorIndex> => {
  const indexer: Indexer = await hnsw.create(hnsw.options.parse(options), {});
  return indexer.create(dims);
};

const recallAt10 = async (index: VectorIndex, set: VectorSet, asked: VectorSet): Promise<number> => {
  const key = ({ track, from }: { readonly track: string; readonly from: number }) => `${track} ${from}`;
  const found = await index.search(asked.vectors, 10);
  let shared = 0;
  found.forEach((hits, i) => {
    const truth = nearest(set, asked.vectors.data.subarray(i * dims, (i + 1) * dims)).slice(0, 10);
    const right = new Set(truth.map(({ span }) => key(span)));
    shared += hits.filter(({ span }) => right.has(key(span))).length;
  });
  return shared / (10 * found.length);
};

describe('hnsw', () => {
  it('crosses from one tight cluster to the next, in whatever order they came', async () => {
    const index = await create();
    // Forty clusters, each of them complete before the next one comes.
    const sets = Array.from({ length: 40 }, (_, i) => clusteredVectors(`cluster ${i}`, dims, 1, 25, 0.3, 1));
    const all: VectorSet = {
      vectors: {
        rows: 1000,
        cols: dims,
        data: Float32Array.from(sets.flatMap(({ vectors }) => [...vectors.data])),
      },
      spans: sets.flatMap(({ spans }, i) => spans.map((span) => ({ ...span, track: `track-${i}` }))),
    };
    await index.add(all.vectors, all.spans);
    const asked = rowsOf(all, 0, 1000);
    const some: VectorSet = {
      vectors: {
        rows: 100,
        cols: dims,
        data: Float32Array.from({ length: 100 * dims }, (_, i) => {
          const row = 10 * Math.floor(i / dims) + 7;
          return asked.vectors.data[row * dims + (i % dims)] ?? 0;
        }),
      },
      spans: [],
    };
    expect(await recallAt10(index, all, some)).toBeGreaterThan(0.98);
  });

  it('finds copies of one vector, however many, and gets past them', async () => {
    const index = await create();
    const set = clusteredVectors('others', dims, 10, 30);
    const one = rowsOf(clusteredVectors('copied', dims, 1, 1), 0, 1).vectors.data;
    const copies = {
      rows: 200,
      cols: dims,
      data: Float32Array.from({ length: 200 * dims }, (_, i) => one[i % dims] ?? 0),
    };
    await index.add(rowsOf(set, 0, 150).vectors, set.spans.slice(0, 150));
    await index.add(
      copies,
      Array.from({ length: 200 }, (_, i) => ({ track: 'copies', from: i, to: i + 1 })),
    );
    await index.add(rowsOf(set, 150, 300).vectors, set.spans.slice(150));
    const [hits = []] = await index.search({ rows: 1, cols: dims, data: one }, 200);
    expect(hits.filter(({ span }) => span.track === 'copies').length).toBe(200);
    const isFound = async (): Promise<number> => {
      const answers = await index.search(set.vectors, 1);
      return answers.filter(([first], i) => first?.span.from === set.spans[i]?.from).length;
    };
    expect(await isFound()).toBeGreaterThan(295);
    // The first of them is taken away, then all.
    await index.add(rowsOf(set, 0, 1).vectors, [{ track: 'copy of another', from: 0, to: 2 }]);
    expect(await index.remove('track-0')).toBe(30);
    const [[best] = []] = await index.search(rowsOf(set, 0, 1).vectors, 1);
    expect(best?.span.track).toBe('copy of another');
    expect(await index.remove('copies')).toBe(200);
    expect(index.size).toBe(271);
    const [left = []] = await index.search({ rows: 1, cols: dims, data: one }, 271);
    expect(left.length).toBe(271);
  });

  it('still finds the rest when nine tenths were removed, one track at a time', async () => {
    const index = await create({ m: 8 });
    const all = clusteredVectors('many', dims, 40, 20);
    await index.add(all.vectors, all.spans);
    for (let track = 0; track < 36; track++) await index.remove(`track-${track}`);
    const rest = rowsOf(all, 720, 800);
    expect(index.size).toBe(80);
    expect(await recallAt10(index, rest, clusteredVectors('asked', dims, 5, 10))).toBeGreaterThan(0.95);
    const [everything] = await index.search(rowsOf(all, 0, 1).vectors, 80);
    expect(everything?.length).toBe(80);
  });

  it('takes the place of what was removed: it does not grow by coming and going', async () => {
    const index = await create();
    const all = clusteredVectors('many', dims, 20, 20);
    await index.add(rowsOf(all, 0, 200).vectors, all.spans.slice(0, 200));
    const before = index.bytes;
    for (let turn = 0; turn < 5; turn++) {
      await index.remove('track-3');
      await index.add(rowsOf(all, 60, 80).vectors, all.spans.slice(60, 80));
    }
    expect(index.size).toBe(200);
    expect(Math.abs(index.bytes - before)).toBeLessThan(2000);
  });
});
