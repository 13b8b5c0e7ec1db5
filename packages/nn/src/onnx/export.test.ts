import { createRandom } from '@sid/core';
import * as tf from '@tensorflow/tfjs';
import '@tensorflow/tfjs-backend-wasm';
import * as ort from 'onnxruntime-node';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Network } from '../network.ts';
import { initialWeights, type Parameter } from '../parameter.ts';
import type { Pass } from '../pass.ts';
import { infer } from '../variables.ts';
import { defineOperator } from './backend.ts';
import { exportOnnx } from './export.ts';

beforeAll(async () => {
  await tf.setBackend('cpu');
});

const parameter = (name: string, ...shape: number[]): Parameter => ({
  name,
  shape,
  trained: true,
  initial: { kind: 'normal', deviation: 1 },
});
const parameters = [parameter('w', 4, 3), parameter('filter', 3, 3, 1, 4), parameter('v', 4), parameter('scalar', 1)];

/** A network of somebody who knows tfjs and nothing of ONNX. */
const network = (input: readonly number[], f: (x: tf.Tensor, pass: Pass) => tf.Tensor): Network => {
  const pass = {
    parameter: (name: string) => tf.zeros(parameters.find((each) => each.name === name)?.shape as [number]),
  };
  const shape = tf.tidy(() => f(tf.zeros([2, ...input]), pass as unknown as Pass).shape.slice(1));
  return {
    name: 'theirs',
    inputs: [{ name: 'x', shape: input }],
    outputs: [{ name: 'y', shape }],
    parameters,
    forward: ([x], given) => [f(x as tf.Tensor, given)],
  };
};

type Apply = (x: tf.Tensor, pass: Pass) => tf.Tensor;
const image = (pass: Pass, x: tf.Tensor, pad: 'same' | 'valid' | number = 'same', stride = 1): tf.Tensor4D =>
  tf.conv2d(x.expandDims(3) as tf.Tensor4D, pass.parameter('filter') as tf.Tensor4D, stride, pad);

/** A convolution of size 1 over a list of six nodes. */
const mapped = (pass: Pass, x: tf.Tensor): tf.Tensor4D =>
  tf.conv2d(x.expandDims(1) as tf.Tensor4D, pass.parameter('w').reshape<tf.Tensor4D>([1, 1, 4, 3]), 1, 'valid');
const three = (pass: Pass): tf.Tensor1D => tf.slice(pass.parameter('v'), 0, 3) as tf.Tensor1D;
const normed = (x: tf.Tensor4D, v: tf.Tensor1D): tf.Tensor4D =>
  tf.batchNorm(x, v, tf.square(v), tf.add(v, 1), tf.sub(v, 1), 1e-3);

const cases: Readonly<Record<string, readonly [input: readonly number[], f: Apply]>> = {
  'dense layers': [[4], (x, pass) => tf.sigmoid(tf.matMul(x as tf.Tensor2D, pass.parameter('w') as tf.Tensor2D))],
  'matMul of transposed': [[4, 5], (x) => tf.matMul(x, x, true, false)],
  'matMul with a transposition written out': [[4, 5], (x) => tf.matMul(tf.transpose(x, [0, 2, 1]), x)],
  'conv2d, same padding, stride 2': [[7, 6], (x, pass) => tf.elu(image(pass, x, 'same', 2))],
  'conv2d, padding as a number': [[7, 6], (x, pass) => tf.leakyRelu(image(pass, x, 1), 0.3)],
  'conv2d, dilated': [
    [9, 9],
    (x, pass) =>
      tf.conv2d(x.expandDims(3) as tf.Tensor4D, pass.parameter('filter') as tf.Tensor4D, 1, 'valid', 'NHWC', 2),
  ],
  'map of nodes': [[6, 4], (x, pass) => mapped(pass, x)],
  'map of nodes with bias, normalisation and activation': [
    [6, 4],
    (x, pass) => tf.leakyRelu(normed(tf.add(mapped(pass, x), three(pass)), three(pass)), 0.3),
  ],
  'map of nodes, each step of which is used': [
    [6, 4],
    (x, pass) => {
      const y = mapped(pass, x);
      const shifted = tf.add<tf.Tensor4D>(y, three(pass));
      const even = normed(shifted, three(pass));
      return tf.addN([y, shifted, even, tf.relu(even), normed(tf.relu(even), three(pass))]);
    },
  ],
  'map of nodes after a map of nodes': [
    [6, 4],
    (x, pass) => {
      const wide = tf.conv2d(
        tf.relu(mapped(pass, x)),
        tf.transpose(pass.parameter('w')).reshape<tf.Tensor4D>([1, 1, 3, 4]),
        1,
        0,
      );
      return tf.add(tf.add(wide, pass.parameter('v')), x.expandDims(1));
    },
  ],
  'map of an image whose channels are second, and of one whose channels are last': [
    [7, 6],
    (x, pass) => {
      const filter = tf
        .matMul(pass.parameter('w'), tf.transpose(pass.parameter('w')))
        .reshape<tf.Tensor4D>([1, 1, 4, 4]);
      const last = tf.conv2d(tf.tile(x.expandDims<tf.Tensor4D>(3), [1, 1, 1, 4]), filter, 1, 'same');
      return tf.add(tf.conv2d(image(pass, x), filter, 1, 'same'), tf.elu(last));
    },
  ],
  'bias and gain per channel': [
    [7, 6],
    (x, pass) => tf.mul(tf.add(image(pass, x), pass.parameter('v')), pass.parameter('scalar')),
  ],
  'broadcast of a column': [[4, 3], (x) => tf.sub(x, tf.mean(x, 1, true))],
  'broadcast over an image': [
    [7, 6],
    (x, pass) => tf.mul(image(pass, x), tf.sigmoid(tf.mean(image(pass, x), [1, 2], true))),
  ],
  'broadcast of a plain tensor against an image': [[7, 6], (x, pass) => tf.add(image(pass, x), x.expandDims(3))],
  'squeeze and excitation': [
    [7, 6],
    (x, pass) => {
      const y = image(pass, x);
      const weight = tf.sigmoid(tf.mean(y, [1, 2]) as tf.Tensor2D).reshape([-1, 1, 1, 4]);
      return tf.mul(y, weight);
    },
  ],
  'channels mixed by reshape': [[6, 4], (x, pass) => image(pass, x).reshape([-1, 12, 8])],
  'an image as a sequence': [[6, 4], (x, pass) => tf.max(image(pass, x).reshape([-1, 24, 4]), 2)],
  moments: [[6, 4], (x) => tf.moments(x, 1).variance],
  reductions: [[6, 4], (x) => tf.stack([tf.sum(x, 1), tf.min(x, 1), tf.max(x, 1), tf.mean(x, -2)], 1)],
  logSumExp: [[6, 4], (x) => tf.logSumExp(x, 2)],
  softmax: [[6, 4], (x) => tf.softmax(x)],
  'softmax over channels of an image': [[6, 4], (x, pass) => tf.softmax(image(pass, x))],
  'concat of channels': [[6, 4], (x, pass) => tf.concat([image(pass, x), tf.relu(image(pass, x))], 3)],
  'split and join': [[6, 4], (x) => tf.concat(tf.split(x, [1, 2, 3], 1).reverse(), 1)],
  'split of channels': [[6, 4], (x, pass) => tf.concat(tf.split(image(pass, x), 2, 3).reverse(), -1)],
  unstack: [[3, 4], (x) => tf.stack(tf.unstack(x, 1).reverse(), 2)],
  slice: [[6, 4], (x) => tf.slice(x, [0, 1, 2], [-1, 3, 2])],
  pad: [
    [6, 4],
    (x) =>
      tf.pad(
        x,
        [
          [0, 0],
          [1, 2],
          [0, 3],
        ],
        0.5,
      ),
  ],
  'max and mean pooling': [
    [8, 6],
    (x, pass) => tf.add(tf.maxPool(image(pass, x), 2, 2, 'valid'), tf.avgPool(image(pass, x), 2, 2, 'valid')),
  ],
  'zeros of the batch': [[6, 4], (x) => tf.concat([tf.zerosLike(x), tf.onesLike(x), x], 1)],
  'a fill of the batch': [[4], (x) => tf.concat([tf.fill([x.shape[0] ?? 1, 2], 3), x], 1)],
  'gather of constant places': [[6, 4], (x) => tf.gather(x, tf.tensor1d([3, 0, 3], 'int32'), 1)],
  where: [[6, 4], (x) => tf.where(tf.greater(x, 0), tf.square(x), tf.neg(x))],
  'clip, power, roots': [[6, 4], (x) => tf.pow(tf.sqrt(tf.rsqrt(tf.clipByValue(x, 0.5, 2))), 3)],
  'squared difference': [[6, 4], (x, pass) => tf.squaredDifference(x, pass.parameter('v'))],
  tile: [[6, 1], (x) => tf.tile(x, [1, 1, 3])],
  'batch norm of an image': [
    [6, 4],
    (x, pass) => {
      const v = pass.parameter('v') as tf.Tensor1D;
      return tf.batchNorm(image(pass, x), v, tf.square(v), tf.add(v, 1), tf.sub(v, 1), 1e-3);
    },
  ],
  activations: [[6, 4], (x) => tf.addN([tf.tanh(x), tf.softplus(x), tf.selu(x), tf.erf(x), tf.abs(x), tf.exp(x)])],
  'fused operations': [
    [7, 6],
    (x, pass) => {
      const filter = pass.parameter('filter') as tf.Tensor4D;
      const bias = pass.parameter('v');
      const y = tf.fused.conv2d({
        x: x.expandDims<tf.Tensor4D>(3),
        filter,
        strides: 1,
        pad: 'same',
        bias,
        activation: 'relu',
      });
      const b = pass.parameter('w') as tf.Tensor2D;
      return tf.fused.matMul({ a: tf.mean(y, [1, 2]), b, activation: 'elu' });
    },
  ],
  'depthwise convolution': [
    [7, 6],
    (x, pass) => {
      const filter = tf.transpose(pass.parameter('filter'), [0, 1, 3, 2]) as tf.Tensor4D;
      return tf.depthwiseConv2d(image(pass, x), filter, 1, 'same');
    },
  ],
  'top 2': [[6, 4], (x) => tf.topk(x, 2).values],
};

describe('a network of plain tfjs operations runs with onnxruntime', () => {
  test.each(Object.entries(cases))('%s', async (name, [input, f]) => {
    const theirs = network(input, f);
    const weights = initialWeights(parameters, name);
    const session = await ort.InferenceSession.create(exportOnnx(theirs, weights), { intraOpNumThreads: 1 });
    for (const batch of [1, 3]) {
      const random = createRandom(`${name} ${batch}`);
      const shape = [batch, ...input];
      const data = Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, () => random.normal());
      const { y } = await session.run({ x: new ort.Tensor('float32', data, shape) });
      const expected = infer(theirs, weights, [tf.tensor(data, shape)])[0]?.dataSync() ?? [];
      expect(y?.dims).toEqual([batch, ...(theirs.outputs[0]?.shape ?? [])]);
      const largest = Math.max(1, ...Array.from(expected, Math.abs));
      const actual = y?.data as Float32Array;
      expect(actual.length).toBe(expected.length);
      const worst = Math.max(...Array.from(expected, (value, i) => Math.abs(value - (actual[i] ?? Number.NaN))));
      expect(worst / largest).toBeLessThan(1e-5);
    }
    await session.release();
  });
});

describe('what cannot be exported is named', () => {
  const weights = initialWeights(parameters, 1);

  test('an operation that is not known', () => {
    const theirs = network([6, 4], (x) => tf.cumsum(x, 1));
    expect(() => exportOnnx(theirs, weights)).toThrow(/Cumsum/);
    expect(() => exportOnnx(theirs, weights)).toThrow(expect.objectContaining({ code: 'SID_EXPORT_UNSUPPORTED' }));
  });

  test('values that are read', () => {
    const theirs = network([4], (x) => tf.mul(x, x.dataSync()[0] ?? 0));
    expect(() => exportOnnx(theirs, weights)).toThrow(/reads the values/);
  });

  test('a constant of the size of the batch', () => {
    const theirs = network([4], (x) => tf.add(x, tf.tensor(new Float32Array(x.size), x.shape)));
    expect(() => exportOnnx(theirs, weights)).toThrow(/depends on the batch/);
  });

  test('weights that do not fit', () => {
    const theirs = network([4], (x) => x);
    expect(() => exportOnnx(theirs, new Map())).toThrow(/no tensor w/);
    expect(() => exportOnnx(theirs, new Map([...weights, ['v', new Float32Array(5)]]))).toThrow(
      /v of the weights has 5/,
    );
  });
});

test('an operation can be taught', async () => {
  const theirs = network([4], (x) => tf.atan(x));
  const weights = initialWeights(parameters, 1);
  expect(() => exportOnnx(theirs, weights)).toThrow(/Atan/);
  defineOperator('Atan', (recording, { x }) => {
    const info = x as tf.TensorInfo;
    return recording.output(recording.node('Atan', [recording.plain(info)]), info.shape, info.dtype);
  });
  const session = await ort.InferenceSession.create(exportOnnx(theirs, weights));
  const { y } = await session.run({ x: new ort.Tensor('float32', new Float32Array(4).fill(1), [1, 4]) });
  expect(Number(y?.data[0])).toBeCloseTo(Math.PI / 4, 6);
});

test('leaves the backend and the tensors of tfjs as they were', async () => {
  const theirs = network([7, 6], (x, pass) => image(pass, x));
  const weights = initialWeights(parameters, 1);
  await tf.setBackend('wasm');
  const before = tf.memory().numTensors;
  exportOnnx(theirs, weights);
  expect(tf.getBackend()).toBe('wasm');
  expect(tf.memory().numTensors).toBe(before);
  expect(() =>
    exportOnnx(
      network([4], (x) => tf.cumsum(x)),
      weights,
    ),
  ).toThrow();
  expect(tf.getBackend()).toBe('wasm');
  expect(tf.memory().numTensors).toBe(before);
  expect(exportOnnx(theirs, weights)).toEqual(exportOnnx(theirs, weights));
});
