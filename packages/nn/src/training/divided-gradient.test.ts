import type { TrainingBatch } from '@sid/core';
import * as tf from '@tensorflow/tfjs';
import '@tensorflow/tfjs-backend-wasm';
import { beforeAll, expect, test } from 'vitest';
import { initialWeights } from '../parameter.ts';
import { createTrainer, type TrainerOptions } from './encoder-trainer.ts';
import { smallBatch, smallLoss, smallNetwork } from './network.test.fixture.ts';
import { createReplicaHost, type Replica } from './replica.ts';

beforeAll(async () => {
  await tf.setBackend('wasm');
});

/** As another process would answer. */
const replicaOf = (norm: 'batch' | 'instance'): Replica & Disposable => {
  const host = createReplicaHost(smallNetwork(norm));
  return {
    forward: async (task) => ({ outputs: host.forward(structuredClone(task)) }),
    backward: async (slopes) => ({ results: host.backward(structuredClone(slopes)) }),
    [Symbol.dispose]: () => host[Symbol.dispose](),
  };
};

const trained = async (options: Partial<TrainerOptions>, norm: 'batch' | 'instance' = 'batch', steps = 4) => {
  const network = smallNetwork(norm);
  using trainer = createTrainer({
    network,
    weights: initialWeights(network.parameters, 3),
    loss: smallLoss(),
    optimiser: { kind: 'adamw' },
    clipNorm: 1,
    emaDecay: 0.9,
    seed: 5,
    ...options,
  });
  const reports = [];
  for (let i = 0; i < steps; i++) reports.push(await trainer.step(smallBatch(i), 0.01));
  return { reports, state: await trainer.state() };
};

test.each([2, 3, 4])('%i parts: the weights are the same to the last bit, whoever does the parts', async (parts) => {
  using one = replicaOf('batch');
  using two = replicaOf('batch');
  const alone = await trained({ parts });
  expect(await trained({ parts, replicas: [one] })).toEqual(alone);
  expect(await trained({ parts, replicas: [one, two] })).toEqual(alone);
});

test('parts side by side give what cached gradients of the same parts give', async () => {
  using replica = replicaOf('batch');
  expect(await trained({ parts: 2, replicas: [replica] })).toEqual(await trained({ microBatch: 4 }));
});

test('a step leaves no tensors behind, here or in a replica', async () => {
  using replica = replicaOf('batch');
  const network = smallNetwork('batch');
  using trainer = createTrainer({
    network,
    weights: initialWeights(network.parameters, 3),
    loss: smallLoss(),
    optimiser: { kind: 'sgd' },
    seed: 5,
    parts: 3,
    replicas: [replica],
  });
  await trainer.step(smallBatch(0), 0.01);
  const { numTensors } = tf.memory();
  for (let i = 1; i < 4; i++) await trainer.step(smallBatch(i), 0.01);
  expect(tf.memory().numTensors).toBe(numTensors);
});

test('a replica that is lost stops the step before anything is changed', async () => {
  using replica = replicaOf('batch');
  const lost = new Error('lost');
  const network = smallNetwork('batch');
  const trainer = (replicas: readonly Replica[]) =>
    createTrainer({
      network,
      weights: initialWeights(network.parameters, 3),
      loss: smallLoss(),
      optimiser: { kind: 'sgd' },
      seed: 5,
      parts: 2,
      replicas,
    });
  const broken: readonly Replica[] = [
    { ...replica, forward: () => Promise.reject(lost) },
    { ...replica, forward: async () => ({ outputs: Promise.reject(lost) }) },
    { ...replica, backward: () => Promise.reject(lost) },
    { ...replica, backward: async () => ({ results: Promise.reject(lost) }) },
  ];
  for (const each of broken) {
    using disturbed = trainer([each]);
    const before = await disturbed.state();
    const { numTensors } = tf.memory();
    await expect(disturbed.step(smallBatch(0), 0.01)).rejects.toBe(lost);
    expect(await disturbed.state()).toEqual(before);
    // What the replica still holds of the step goes with its next task.
    await replica.forward({ weights: initialWeights(network.parameters, 3), seed: 1, count: 0, parts: [] });
    expect(tf.memory().numTensors).toBe(numTensors);
  }
});

test('a batch with fewer rows than parts has as many parts as rows', async () => {
  const { windows, views } = smallBatch(0);
  const few: TrainingBatch = { windows: windows.slice(0, 2), views: views.slice(0, 2) };
  using replica = replicaOf('instance');
  const network = smallNetwork('instance');
  using trainer = createTrainer({
    network,
    weights: initialWeights(network.parameters, 3),
    loss: smallLoss(),
    optimiser: { kind: 'sgd' },
    seed: 5,
    parts: 4,
    replicas: [replica, replica, replica],
  });
  expect((await trainer.step(few, 0)).loss).toBeGreaterThan(0);
});
