import { readFileSync } from 'node:fs';
import { createRandom, type TrainingBatch, type View } from '@sid/core';
import * as tf from '@tensorflow/tfjs';
import '@tensorflow/tfjs-backend-wasm';
import { beforeAll, describe, expect, test } from 'vitest';
import { unitRows } from '../layers/activation.ts';
import { multiHeadAttention } from '../layers/attention.ts';
import { dropout } from '../layers/drop.ts';
import { linear } from '../layers/linear.ts';
import type { Network } from '../network.ts';
import { initialWeights } from '../parameter.ts';
import { binaryCrossEntropy } from './cross-entropy.ts';
import { createPairTrainer, type PairTrainerOptions } from './pair-trainer.ts';
import { pairsOf } from './pairing.ts';

beforeAll(async () => {
  await tf.setBackend('wasm');
});

/** Windows of 6 × 4 → unit rows of 4, and the window itself as its nodes. */
const encoder: Network = {
  name: 'listener',
  inputs: [{ name: 'features', shape: [6, 4] }],
  outputs: [
    { name: 'embedding', shape: [6] },
    { name: 'nodes', shape: [6, 4] },
  ],
  parameters: [],
  forward: ([x]) => [unitRows(tf.mean(x as tf.Tensor, 2), 1e-12), tf.clone(x as tf.Tensor)],
};

const classifier = (): Network => {
  const attention = multiHeadAttention('attention', { channels: 6, heads: 2 });
  const first = linear('hidden', { from: 6, to: 8 });
  const last = linear('output', { from: 8, to: 1 });
  return {
    name: 'classifier',
    inputs: ['query', 'reference'].map((name) => ({ name, shape: [6, 4] })),
    outputs: [{ name: 'probability', shape: [1] }],
    parameters: [attention, first, last].flatMap(({ parameters }) => parameters),
    forward: ([q, r], pass) => {
      const [a, b] = [q, r].map((x) => tf.transpose(x as tf.Tensor3D, [0, 2, 1])) as [tf.Tensor3D, tf.Tensor3D];
      const mean = tf.mean<tf.Tensor2D>(attention.apply(a, b, pass), 1);
      const wide = tf.relu(first.apply(tf.mul(mean, tf.mean(a, 1)), pass));
      return [tf.sigmoid(last.apply(dropout(wide, 0.1, pass), pass))];
    },
  };
};

const songs = 6;
const views: readonly View[] = (['query', 'reference'] as const).flatMap((side) =>
  Array.from({ length: songs }, (_, song) => ({ side, songs: [song] })),
);

const batchOf = (key: number): TrainingBatch => {
  const random = createRandom(key);
  const noise = () => Float32Array.from({ length: 24 }, () => random.normal());
  const sounds = Array.from({ length: songs }, noise);
  const heard = (sound: Float32Array | undefined) => noise().map((value, i) => 0.1 * value + (sound?.[i] ?? 0));
  return { windows: views.map(({ songs: [song = 0] }) => ({ rows: 6, cols: 4, data: heard(sounds[song]) })), views };
};

const options = (given: Partial<PairTrainerOptions> = {}): PairTrainerOptions => {
  const network = classifier();
  const weights = initialWeights(network.parameters, 1);
  return {
    network,
    weights,
    encoder: { network: encoder, weights: new Map() },
    optimiser: { kind: 'adam' },
    seed: 1,
    ...given,
  };
};

test('learns to tell pairs apart, without leaving tensors behind', async () => {
  const start = tf.memory().numTensors;
  const trainer = createPairTrainer(options());
  const before = await trainer.evaluate(batchOf(0));
  await trainer.step(batchOf(0), 1e-2);
  const tensors = tf.memory().numTensors;
  for (let step = 1; step < 60; step++) await trainer.step(batchOf(0), 1e-2);
  const after = await trainer.evaluate(batchOf(0));
  expect(tf.memory().numTensors).toBe(tensors);
  expect(after.loss).toBeLessThan(before.loss / 4);
  expect(Math.min(after.positives, after.negatives)).toBeGreaterThan(0.9);
  trainer[Symbol.dispose]();
  expect(tf.memory().numTensors).toBe(start);
});

test('resumed, gives the weights of the undisturbed run', async () => {
  const whole = createPairTrainer(options({ emaDecay: 0.9 }));
  for (let i = 0; i < 3; i++) await whole.step(batchOf(i), 0.01);
  const state = await whole.state();
  await whole.step(batchOf(3), 0.01);
  const resumed = createPairTrainer(options({ emaDecay: 0.9, weights: initialWeights(classifier().parameters, 2) }));
  resumed.restore(state);
  expect(resumed.count).toBe(3);
  await resumed.step(batchOf(3), 0.01);
  expect(await resumed.weights()).toEqual(await whole.weights());
});

test('refuses an encoder that has no such nodes', () => {
  const wide = { ...encoder, outputs: [{ name: 'embedding', shape: [6] }] };
  expect(() => createPairTrainer(options({ encoder: { network: wide, weights: new Map() } }))).toThrow(
    'The network classifier takes [6, 4] and [6, 4], and the encoder listener gives [] as its second output.',
  );
});

interface Golden {
  readonly loss: string;
  readonly check?: string;
  readonly [key: string]: unknown;
}

const { losses } = JSON.parse(
  readFileSync(new URL('../../../../test/golden/losses/losses.json', import.meta.url), 'utf8'),
) as { losses: readonly Golden[] };
const golden = <T>(name: string): T =>
  (losses.find(({ loss, check }) => loss === name && check === undefined) ?? expect.fail(name)) as T;

describe('binary cross-entropy', () => {
  const entry = golden<{
    logitPositive: number[];
    logitNegative: number[];
    value: number;
    gradientProbability: number[][];
    gradientLogit: number[][];
  }>('re-ranker BCE');
  const logits = [...entry.logitPositive, ...entry.logitNegative];
  const labels = [...entry.logitPositive.map(() => 1), ...entry.logitNegative.map(() => 0)];
  const worst = (found: tf.Tensor, expected: readonly number[]) => {
    const values = found.dataSync();
    return Math.max(...expected.map((value, i) => Math.abs(value - (values[i] ?? Number.NaN))));
  };

  test('has the golden value and gradients', () => {
    const p = tf.sigmoid(tf.tensor1d(logits));
    const ofProbability = tf.valueAndGrad((x: tf.Tensor) => binaryCrossEntropy(x, labels))(p);
    const ofLogit = tf.grad((x: tf.Tensor) => binaryCrossEntropy(tf.sigmoid(x), labels))(tf.tensor1d(logits));
    expect(worst(ofProbability.value, [entry.value])).toBeLessThan(1e-5);
    expect(worst(ofProbability.grad, entry.gradientProbability.flat())).toBeLessThan(1e-5);
    expect(worst(ofLogit, entry.gradientLogit.flat())).toBeLessThan(1e-5);
  });

  test('is bounded, with a gradient that is a number', () => {
    const at = tf.valueAndGrad((x: tf.Tensor) => binaryCrossEntropy(x, [1, 0]))(tf.tensor1d([0, 1]));
    expect(at.value.dataSync()[0]).toBe(200);
    expect([...at.grad.dataSync()].every(Number.isFinite)).toBe(true);
  });
});

describe.each(['fixed', 'faithful'] as const)('%s mining', (mining) => {
  test('chooses the golden pairs', () => {
    const entry = golden<
      Record<'fixed' | 'faithful', { anchorsOf12Pairs: number[]; negativesOf12Pairs: number[] }> &
        Record<'zi' | 'zj', number[][]>
    >('re-ranker hard negatives (which rows)');
    const rows = [...entry.zi, ...entry.zj].map((row) => row.map((value) => value / Math.hypot(...row)));
    const sides: readonly View[] = (['query', 'reference'] as const).flatMap((side) =>
      [0, 1, 2, 3].map((song) => ({ side, songs: [song] })),
    );
    const pairs = pairsOf(Float32Array.from(rows.flat()), sides, { mining });
    expect(pairs.query).toEqual([0, 1, 2, 3, ...entry[mining].anchorsOf12Pairs]);
    expect(pairs.reference).toEqual([4, 5, 6, 7, ...entry[mining].negativesOf12Pairs]);
    expect(pairs.labels).toEqual([1, 1, 1, 1, ...new Array(12).fill(0)]);
  });
});

test.each<[readonly View[], string]>([
  [views.slice(songs), 'no queries'],
  [views.slice(0, songs), 'row 0, a query, has no reference'],
  [
    [views[0], views[1], views[songs], views[songs + 1]] as readonly View[],
    'row 0 has 2 negatives, and 3 are asked for',
  ],
])('refuses a batch that says nothing: %#', (given, reason) => {
  expect(() => pairsOf(new Float32Array(given.length * 2), given)).toThrow(reason);
});
