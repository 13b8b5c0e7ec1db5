import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createRandom } from '@sid/core';
import { createVariables, infer, trainingPass } from '@sid/nn';
import * as tf from '@tensorflow/tfjs';
import '@tensorflow/tfjs-backend-wasm';
import { beforeAll, describe, expect, test } from 'vitest';
import { thinGnn } from './cases.test.fixture.ts';
import { crossAttention } from './cross-attention/network.ts';
import { crossAttentionPresets } from './cross-attention/options.ts';
import { gnn } from './gnn/network.ts';
import {
  deviation,
  flatten,
  type Golden,
  goldenInput,
  goldenWeights,
  type Statistics,
  statistics,
} from './golden.test.fixture.ts';

const folder = join(import.meta.dirname, '../../../test/golden/encoders');
const read = <T>(name: string): T => JSON.parse(readFileSync(join(folder, `${name}.json`), 'utf8')) as T;

beforeAll(async () => {
  await tf.setBackend('wasm');
});

interface Vectors {
  readonly embedding: readonly (readonly number[])[];
}

describe('gnn-w8, variants', () => {
  const golden = read<
    Golden & { readonly variants: { readonly sortedNeighbours: Vectors; readonly asPublished: Vectors } }
  >('gnn-w8');
  const variants = [
    {
      name: 'sorted neighbours',
      network: gnn({ ...thinGnn, order: 'sorted' }),
      expected: golden.variants.sortedNeighbours,
    },
    {
      name: 'as published',
      network: gnn({ ...thinGnn, graph: 'returns-input' }),
      expected: golden.variants.asPublished,
    },
  ];

  test.each(variants)('$name', ({ network, expected }) => {
    tf.tidy(() => {
      const batch = tf.stack([0, 1].map((i) => tf.tensor2d(goldenInput(i, golden.inputs), [...golden.inputs.shape])));
      const rows = infer(network, goldenWeights(golden.parameters), [batch])[0]?.dataSync() ?? [];
      expected.embedding.forEach((values, i) => {
        expect(deviation(rows.slice(i * values.length, (i + 1) * values.length), values)).toBeLessThan(5e-5);
      });
    });
  });
});

interface Mhca extends Pick<Golden, 'parameters'> {
  readonly pairs: readonly (Readonly<
    Record<
      'attentionWeights[head,query,key]' | 'attentionOutput[node,channel]' | 'meanOverNodes' | 'hidden(after ReLU)',
      Statistics & { readonly sampleIndex: readonly number[] }
    >
  > & { readonly query: number; readonly reference: number; readonly probability: number })[];
  readonly training: Pick<Golden['training'], 'lossValue' | 'gradients'> & {
    readonly positives: readonly (readonly [number, number])[];
    readonly negatives: readonly (readonly [number, number])[];
  };
}

describe('mhca', () => {
  const golden = read<Mhca>('mhca');
  const network = crossAttention({ ...crossAttentionPresets['bhattacharjee-2025'], dropout: 0 });
  const nodes = (i: number): tf.Tensor2D =>
    tf.relu(tf.tensor2d(goldenInput(i, { shape: [512, 32], base: 0.2, amp: 0.8, noise: 0.6, seed: 0 }), [512, 32]));
  const places = {
    'attentionWeights[head,query,key]': 'attention.weights',
    'attentionOutput[node,channel]': 'attention',
    meanOverNodes: 'mean',
    'hidden(after ReLU)': 'hidden.relu',
  } as const;

  test.each(golden.pairs)('query $query, reference $reference', (pair) => {
    tf.tidy(() => {
      const seen = new Map<string, Float32Array>();
      const inputs = [pair.query, pair.reference].map((i) => nodes(i).expandDims(0));
      const [probability] = infer(network, goldenWeights(golden.parameters), inputs, (place, value) => {
        seen.set(place, value.dataSync() as Float32Array);
      });
      for (const [point, place] of Object.entries(places)) {
        const expected = pair[point as keyof typeof places];
        const actual = statistics(seen.get(place) ?? new Float32Array(), expected.sampleIndex);
        expect(deviation(flatten(actual), flatten(expected)), point).toBeLessThan(1e-5);
      }
      expect(Math.abs((probability?.dataSync()[0] ?? Number.NaN) - pair.probability)).toBeLessThan(1e-5);
    });
  });

  test('gives the gradients of the reference', () => {
    const variables = createVariables(network.parameters, goldenWeights(golden.parameters));
    const { positives, negatives, lossValue, gradients } = golden.training;
    tf.tidy(() => {
      const stacked = (pairs: readonly (readonly [number, number])[], side: 0 | 1) =>
        tf.stack(pairs.map((pair) => nodes(pair[side])));
      const probability = (pairs: readonly (readonly [number, number])[]) =>
        network.forward(
          [stacked(pairs, 0), stacked(pairs, 1)],
          trainingPass(variables, createRandom(0)),
        )[0] as tf.Tensor;
      const { value, grads } = tf.variableGrads(() => {
        const found = tf.mean(tf.log(probability(positives)));
        const refused = tf.mean(tf.log(tf.sub(1, probability(negatives))));
        return tf.neg<tf.Scalar>(tf.add(found, refused));
      });
      expect(Math.abs((value.dataSync()[0] ?? Number.NaN) - lossValue)).toBeLessThan(1e-5);
      for (const { parameter, norm, sampleIndex, samples } of gradients) {
        const gradient = grads[(variables.get(parameter) as tf.Variable).name]?.dataSync() ?? [];
        expect(
          deviation(
            sampleIndex.map((k) => gradient[k] ?? Number.NaN),
            samples,
            norm,
          ),
          parameter,
        ).toBeLessThan(1e-5);
      }
    });
    for (const variable of variables.values()) variable.dispose();
  });
});
