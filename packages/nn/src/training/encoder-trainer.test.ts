import type { Loss, TrainingBatch } from '@sid/core';
import * as tf from '@tensorflow/tfjs';
import '@tensorflow/tfjs-backend-wasm';
import { beforeAll, describe, expect, test } from 'vitest';
import { initialWeights, type Weights } from '../parameter.ts';
import { createTrainer, type TrainerOptions } from './encoder-trainer.ts';
import { smallBatch, smallLoss, smallNetwork } from './network.test.fixture.ts';
import type { OptimiserOptions } from './optimiser.ts';

beforeAll(async () => {
  await tf.setBackend('wasm');
});

const trainerOf = (norm: 'batch' | 'instance', options: Partial<TrainerOptions> = {}) => {
  const network = smallNetwork(norm);
  const given: TrainerOptions = {
    network,
    weights: initialWeights(network.parameters, 3),
    loss: options.loss ?? smallLoss(),
    optimiser: { kind: 'adamw' },
    seed: 5,
    ...options,
  };
  return createTrainer(given);
};

const plain = (weights: Weights) => Object.fromEntries([...weights].map(([name, values]) => [name, [...values]]));

const sgd: OptimiserOptions = { kind: 'sgd' };

const largest = (a: Weights, b: Weights): number =>
  Math.max(...[...a].flatMap(([name, values]) => [...values].map((v, i) => Math.abs(v - (b.get(name)?.[i] ?? NaN)))));

describe.each([
  ['adam', { kind: 'adam', weightDecay: 1e-3 }],
  ['adamw', { kind: 'adamw' }],
  ['sgd', { kind: 'sgd', momentum: 0.9 }],
] as const)('%s', (_, optimiser) => {
  test('learns a batch, leaves no tensors behind, and lets go of its own', async () => {
    const loss = smallLoss();
    const start = tf.memory().numTensors;
    const trainer = trainerOf('batch', { optimiser, loss, emaDecay: 0.9 });
    const first = await trainer.step(smallBatch(0), 0.01);
    const before = tf.memory().numTensors;
    const losses: number[] = [];
    for (let i = 0; i < 40; i++) losses.push((await trainer.step(smallBatch(0), 0.01)).loss);
    await trainer.state();
    expect(tf.memory().numTensors).toBe(before);
    expect(Math.min(...losses)).toBeLessThan(first.loss - 1);
    expect(trainer.count).toBe(41);
    trainer[Symbol.dispose]();
    expect(tf.memory().numTensors).toBe(start);
  });

  test('resumed, gives the weights of the undisturbed run', async () => {
    const options = { optimiser, microBatch: 3, emaDecay: 0.9, clipNorm: 1 };
    const whole = trainerOf('batch', options);
    for (let i = 0; i < 3; i++) await whole.step(smallBatch(i), 0.01);
    const state = await whole.state();
    for (let i = 3; i < 6; i++) await whole.step(smallBatch(i), 0.01);
    const other = initialWeights(smallNetwork('batch').parameters, 99);
    const resumed = trainerOf('batch', { ...options, weights: other });
    resumed.restore(state);
    expect(resumed.count).toBe(3);
    for (let i = 3; i < 6; i++) await resumed.step(smallBatch(i), 0.01);
    expect(await resumed.state()).toEqual(await whole.state());
    expect(await resumed.weights()).toEqual(await whole.weights());
  });
});

test('cached gradients are those of the whole batch where no layer looks across rows', async () => {
  const still = (key: number): TrainingBatch => smallBatch(key);
  const changes = async (microBatch?: number) => {
    const network = smallNetwork('instance');
    const steady = {
      ...network,
      forward: ((x, pass) => network.forward(x, { ...pass, training: false })) as typeof network.forward,
    };
    const trainer = trainerOf('instance', { network: steady, optimiser: sgd, ...(microBatch ? { microBatch } : {}) });
    const report = await trainer.step(still(1), 1);
    return { report, state: await trainer.state() };
  };
  const whole = await changes();
  for (const size of [1, 3, 4]) {
    const parts = await changes(size);
    expect(parts.report.loss).toBeCloseTo(whole.report.loss, 4);
    expect(largest(whole.state, parts.state)).toBeLessThan(1e-5);
  }
});

test('cached gradients draw alike both times: they are the gradient of the loss they report', async () => {
  const at = async (learningRate: number) => {
    const trainer = trainerOf('batch', { optimiser: sgd, microBatch: 3 });
    const { loss, gradientNorm } = await trainer.step(smallBatch(1), learningRate);
    const state = await trainer.state();
    // A fresh trainer draws for its first step what this one drew.
    const next = trainerOf('batch', { optimiser: sgd, microBatch: 3 });
    next.restore(new Map([...state, ['counters', Float32Array.of(0)], ...frozen(await next.state())]));
    return { loss, gradientNorm, after: (await next.step(smallBatch(1), 0)).loss };
  };
  const frozen = (state: ReadonlyMap<string, Float32Array>) =>
    [...state].filter(([name]) => name.startsWith('loss/') || name.includes('running'));
  const small = 1e-3;
  const { loss, gradientNorm, after } = await at(small);
  expect((loss - after) / (small * gradientNorm ** 2)).toBeCloseTo(1, 1);
});

test('running statistics move once per step, by the mean over the parts', async () => {
  const moved = async (microBatch: number) => {
    const trainer = trainerOf('batch', { optimiser: sgd, microBatch });
    await trainer.step(smallBatch(1), 0);
    return (await trainer.weights()).get('norm.running_mean') ?? [];
  };
  const [whole, parts] = [await moved(8), await moved(4)];
  expect([...parts].map((value, i) => value - (whole[i] ?? Number.NaN)).every((d) => Math.abs(d) < 1e-6)).toBe(true);
  expect(Math.max(...whole)).toBeGreaterThan(0);
});

test('clips the gradient of the network by its whole length', async () => {
  const at = async (clipNorm?: number) => {
    const trainer = trainerOf('instance', { optimiser: sgd, ...(clipNorm === undefined ? {} : { clipNorm }) });
    const before = await trainer.weights();
    const { gradientNorm } = await trainer.step(smallBatch(1), 1);
    const after = await trainer.weights();
    const squares = [...before].flatMap(([name, values]) =>
      [...values].map((v, i) => (v - (after.get(name)?.[i] ?? 0)) ** 2),
    );
    return { gradientNorm, moved: Math.sqrt(squares.reduce((a, b) => a + b)) };
  };
  const free = await at();
  expect(free.moved).toBeCloseTo(free.gradientNorm, 3);
  const clipped = await at(0.01);
  expect(clipped.gradientNorm).toBe(free.gradientNorm);
  expect(clipped.moved).toBeCloseTo(0.01, 5);
});

test.each([
  ['loss', () => ({ ...smallLoss(), compute: (z) => tf.mul(tf.sum(z as tf.Tensor), Number.NaN) })],
  ['gradient', () => ({ ...smallLoss(), compute: (z) => tf.sum(tf.sqrt(tf.mul(z as tf.Tensor, 0))) })],
] as [string, () => Loss][])('a %s that is not finite stops the step before anything is changed', async (_, loss) => {
  const trainer = trainerOf('batch', { loss: loss(), emaDecay: 0.5 });
  const before = await trainer.state();
  const tensors = tf.memory().numTensors;
  await expect(trainer.step(smallBatch(1), 0.1)).rejects.toMatchObject({ code: 'SID_TRAINING_FAILED' });
  expect(await trainer.state()).toEqual(before);
  expect(tf.memory().numTensors).toBe(tensors);
  expect(trainer.count).toBe(0);
});

test('the moving mean of the weights follows them, and is what is given', async () => {
  const averaged = trainerOf('batch', { emaDecay: 0.99 });
  const bare = trainerOf('batch');
  expect(plain(await averaged.weights())).toEqual(plain(await bare.weights()));
  for (let i = 0; i < 2; i++) {
    await averaged.step(smallBatch(i), 0.1);
    await bare.step(smallBatch(i), 0.1);
  }
  const state = await averaged.state();
  expect(state.get('network/head.weight')).toEqual((await bare.state()).get('network/head.weight'));
  expect((await averaged.weights()).get('head.weight')).toEqual(state.get('average/head.weight'));
  expect((await averaged.weights()).get('head.weight')).not.toEqual(state.get('network/head.weight'));
});

test('weight decay of adamw spares what is no matrix; what has no gradient stays', async () => {
  const loss: Loss = { variables: {}, compute: (z) => tf.mul(tf.sum(z as tf.Tensor), 0) };
  const trainer = trainerOf('instance', { loss, optimiser: { kind: 'adamw', weightDecay: 0.5 } });
  const before = await trainer.weights();
  await trainer.step(smallBatch(1), 0.1);
  const after = await trainer.weights();
  const ratio = (name: string) => (after.get(name)?.[0] ?? 0) / (before.get(name)?.[0] ?? 0);
  expect(ratio('conv.weight')).toBeCloseTo(0.95, 6);
  expect(ratio('head.weight')).toBeCloseTo(0.95, 6);
  expect([ratio('norm.weight'), ratio('head.bias'), ratio('unused')]).toEqual([1, 1, 1]);
});

test('refuses batches and checkpoints that are not its own', async () => {
  const trainer = trainerOf('batch');
  const { windows, views } = smallBatch(1);
  await expect(trainer.step({ windows, views: views.slice(1) }, 0)).rejects.toThrow('8 windows and 7 views');
  await expect(trainer.step({ windows: [], views: [] }, 0)).rejects.toMatchObject({ code: 'SID_BATCH_UNFIT' });
  const narrow = windows.map((window) => ({ ...window, cols: 4 }));
  await expect(trainer.step({ windows: narrow, views }, 0)).rejects.toThrow('windows of 6 bins and 5 frames');
  const state = await trainer.state();
  const changed = (name: string, values?: Float32Array) => {
    const map = new Map(state);
    if (values === undefined) map.delete(name);
    else map.set(name, values);
    return () => trainer.restore(map);
  };
  expect(changed('network/head.bias')).toThrow('has no network/head.bias');
  expect(changed('network/head.bias', new Float32Array(2))).toThrow('has 2 values');
  expect(changed('average/head.bias', new Float32Array(3))).toThrow('does not know');
  expect(changed('counters')).toThrow('no counters');
});
