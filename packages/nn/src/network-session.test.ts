import type { ComputeBackend, GraphRuntime, Matrix } from '@sid/core';
import * as tf from '@tensorflow/tfjs';
import { beforeAll, expect, test } from 'vitest';
import { createEncoderGraph, untrainedWeights } from './encoder.ts';
import { unitRows } from './layers/activation.ts';
import { linear } from './layers/linear.ts';
import type { Network } from './network.ts';
import { openNetwork } from './network-session.ts';
import { initialWeights } from './parameter.ts';
import { infer } from './variables.ts';

const dense = linear('dense', { from: 6, to: 4 });
/** `tf.multinomial` and its like have no place in a graph; here it is multiplied by zero. */
const network: Network = {
  name: 'odd',
  inputs: [{ name: 'features', shape: [2, 3] }],
  outputs: [{ name: 'embedding', shape: [4] }],
  parameters: dense.parameters,
  forward: ([x], pass) => {
    const noise = tf.mul(tf.sum(tf.cast(tf.multinomial(tf.tensor1d([0.5, 0.5]), 3, 1), 'float32')), 0);
    return [unitRows(dense.apply(tf.add(tf.reshape(x as tf.Tensor3D, [-1, 6]), noise) as tf.Tensor2D, pass), 1e-12)];
  },
};
const backend: ComputeBackend<GraphRuntime> = {
  name: 'none',
  device: 'none',
  precision: 'fp32',
  runtime: { open: () => expect.fail('nothing was exported') },
  [Symbol.asyncDispose]: async () => {},
};
const window = (...data: readonly number[]): Matrix => ({ rows: 2, cols: 3, data: Float32Array.from(data) });

beforeAll(async () => {
  await tf.setBackend('cpu');
});

test('a network that cannot be exported runs with tfjs, said and without leaking tensors', async () => {
  const said: string[] = [];
  const before = tf.memory().numTensors;
  const weights = untrainedWeights(network, 1);
  const encoder = createEncoderGraph({
    network,
    options: {},
    hopFrames: 1,
    weights,
    backend,
    warn: (message) => void said.push(message),
  });
  const batch = [window(1, 2, 3, 4, 5, 6), window(0, 1, 0, -1, 0, 2)];
  const first = await encoder.encode(batch);
  expect(await encoder.encode(batch)).toEqual(first);
  await encoder[Symbol.asyncDispose]();
  expect(tf.memory().numTensors).toBe(before);
  expect(said).toEqual([expect.stringMatching(/odd cannot be exported.*Multinomial.*TensorFlow\.js/s)]);
  const expected = tf.tidy(() => {
    const data = batch.flatMap((each) => [...each.data]);
    return infer(network, initialWeights(network.parameters, 1), [tf.tensor(data, [2, 2, 3])])[0]?.dataSync();
  });
  expect(first.data).toEqual(expected);
});

test('weights that do not fit are refused when it is opened', () => {
  expect(() => openNetwork(network, new Map())).toThrow(/no tensor dense\.weight/);
});
