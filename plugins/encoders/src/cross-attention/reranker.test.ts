import { createRandom, type Found, type Matrix, type Reranker, type TrackSpan, type WeightsStore } from '@sid/core';
import { infer, initialWeights } from '@sid/nn';
import * as tf from '@tensorflow/tfjs';
import '@tensorflow/tfjs-backend-wasm';
import { beforeAll, describe, expect, test } from 'vitest';
import { onnx } from '../onnx.test.fixture.ts';
import { crossAttention } from './network.ts';
import { crossAttentionPresets, rerankerOptions } from './options.ts';
import { crossAttentionReranker } from './reranker.ts';

const sizes = crossAttentionPresets.tiny;
const noWeights: WeightsStore = {
  open: async () => expect.fail('weights were asked for'),
};
const create = async (options: object = {}, weights = noWeights): Promise<Reranker> => {
  const parsed = rerankerOptions.parse({ ...sizes, ...options });
  return (await crossAttentionReranker.create(parsed, { onnx, weights, seed: 3 })) as Reranker;
};

const matrices = (key: string, rows: number): Matrix => {
  const random = createRandom(key);
  const cols = sizes.channels * sizes.nodes;
  return { rows, cols, data: Float32Array.from({ length: rows * cols }, () => Math.max(0, random.normal())) };
};

const query = matrices('query', 5);
const stored = matrices('stored', 7);
const span = (i: number): TrackSpan => ({ track: i < 4 ? 'a' : 'b', from: i, to: i + 4 });
const found: Found = {
  query: Array.from({ length: 5 }, (_, i) => ({ track: 'q', from: i, to: i + 4 })),
  hits: [0, 2, 4, 5, 6].map((i) => [{ span: span(i), score: 0.5 }]),
  matches: [],
};
const nodes = {
  query,
  of: (spans: readonly TrackSpan[]): Matrix => {
    const data = spans.flatMap(({ from }) => [...stored.data.subarray(from * stored.cols, (from + 1) * stored.cols)]);
    return { rows: spans.length, cols: stored.cols, data: Float32Array.from(data) };
  },
};

beforeAll(async () => {
  await tf.setBackend('wasm');
});

/** Probability of a query window and a stored one by the whole network, as it is trained. */
const whole = (q: number, r: number): number =>
  tf.tidy(() => {
    const network = crossAttention(sizes);
    const [a, b] = [
      query.data.slice(q * query.cols, (q + 1) * query.cols),
      stored.data.slice(r * stored.cols, (r + 1) * stored.cols),
    ];
    const inputs = [a, b].map((data) => tf.tensor3d(data, [1, sizes.channels, sizes.nodes]));
    return infer(network, initialWeights(network.parameters, 3), inputs)[0]?.dataSync()[0] ?? Number.NaN;
  });

describe('cross-attention', () => {
  test('computed in steps, over onnxruntime, says what the whole network says', async () => {
    await using reranker = await create({ threshold: 0, neighbours: 1 });
    const matches = await reranker.rerank(found, nodes);
    const best = (r: number) => Math.max(...[0, 1, 2, 3, 4].map((q) => whole(q, r)));
    const scores = Object.fromEntries(matches.map(({ track, score }) => [track, score]));
    expect(scores.a).toBeCloseTo(best(0) + best(2), 5);
    expect(scores.b).toBeCloseTo(best(4) + best(5) + best(6), 5);
  });

  test('compares with the windows that found a candidate, where that is wanted', async () => {
    await using reranker = await create({ threshold: 0, neighbours: 1, against: 'finders' });
    const [first] = (await reranker.rerank(found, nodes)).filter(({ track }) => track === 'a');
    expect(first?.score).toBeCloseTo(whole(0, 0) + whole(1, 2), 5);
    expect(first?.where.map((place) => place.query.from).sort()).toEqual([0, 1]);
  });

  test('says that it is untrained, or takes weights by their tag', async () => {
    await using plain = await create();
    expect(plain.untrained).toBe(true);
    const asked: unknown[] = [];
    const store: WeightsStore = {
      open: async (tag, of) => {
        asked.push(tag, of);
        return {
          card: { digest: 'd' },
          load: async () => initialWeights(crossAttention(sizes).parameters, 3),
        } as never;
      },
    };
    await using trained = await create({ weights: 'mine' }, store);
    expect(asked).toEqual(['mine', { architecture: 'cross-attention', options: sizes }]);
    expect(trained.untrained).toBe(false);
    expect(await trained.rerank(found, nodes)).toEqual(await plain.rerank(found, nodes));
  });

  test('says which nodes fit', async () => {
    await using reranker = await create();
    expect(reranker.accepts([sizes.channels, sizes.nodes])).toBe(true);
    expect(reranker.accepts([512, 32])).toMatch(/encoder gives 32 of 512/);
  });
});
