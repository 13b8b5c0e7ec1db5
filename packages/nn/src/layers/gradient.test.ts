import '../double.test.fixture.ts';
import { createRandom, type Random } from '@sid/core';
import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, test } from 'vitest';
import { gatherNodes } from '../kernels/neighbours.ts';
import { initialWeights, type Parameter, sizeOf } from '../parameter.ts';
import { createPass, type Pass } from '../pass.ts';
import { elu, leakyRelu, unitRows } from './activation.ts';
import { multiHeadAttention } from './attention.ts';
import { conv1d, conv2d, nodeLinear } from './conv.ts';
import { dropout, dropPath } from './drop.ts';
import { maxRelative } from './graph.ts';
import { linear } from './linear.ts';
import { batchNorm, instanceBatchNorm, instanceNorm } from './norm.ts';
import { generalisedMeanPool, maxPool, meanPool } from './pool.ts';

beforeAll(async () => {
  await tf.setBackend('cpu');
});

interface Case {
  readonly name: string;
  readonly input: readonly number[];
  readonly parameters?: readonly Parameter[];
  readonly apply: (x: tf.Tensor, pass: Pass) => tf.Tensor;
}

const layer = (
  name: string,
  input: readonly number[],
  { parameters, apply }: { readonly parameters: readonly Parameter[]; apply(x: never, pass: Pass): tf.Tensor },
): Case => ({ name, input, parameters, apply: (x, pass) => apply(x as never, pass) });

const lists = Int32Array.from({ length: 2 * 6 * 3 }, (_, i) => (i * 5) % 6);
const attention = multiHeadAttention('a', { channels: 6, heads: 2 });

const cases: readonly Case[] = [
  layer('conv2d', [2, 5, 6, 2], conv2d('c', { from: 2, to: 3, kernel: [3, 3], padding: [1, 1], bias: true })),
  layer('conv2d, 1×1', [2, 4, 3, 2], conv2d('c', { from: 2, to: 3, kernel: [1, 1] })),
  layer('conv2d, 1×1, stride 2', [2, 5, 4, 2], conv2d('c', { from: 2, to: 3, kernel: [1, 1], stride: [2, 2] })),
  layer(
    'conv2d, stride 2, remainder',
    [2, 8, 7, 1],
    conv2d('c', { from: 1, to: 2, kernel: [3, 3], stride: [2, 2], padding: [1, 1] }),
  ),
  layer(
    'conv2d, tall, unequal strides',
    [2, 13, 8, 1],
    conv2d('c', { from: 1, to: 2, kernel: [6, 3], stride: [3, 2] }),
  ),
  layer('conv2d, stride = kernel', [2, 8, 12, 3], conv2d('c', { from: 3, to: 2, kernel: [2, 4], stride: [2, 4] })),
  layer('conv1d, stride 2', [2, 1, 9, 3], conv1d('c', { from: 3, to: 4, kernel: 3, stride: 2, padding: 1 })),
  layer('nodeLinear', [2, 1, 5, 3], nodeLinear('c', { from: 3, to: 4 })),
  layer('linear', [3, 4], linear('l', { from: 4, to: 2 })),
  layer('batchNorm', [3, 2, 4, 3], batchNorm('n', 3)),
  layer('batchNorm of vectors', [5, 3], batchNorm('n', 3)),
  layer('instanceNorm', [2, 3, 4, 3], instanceNorm('n', 3)),
  layer('instanceBatchNorm', [2, 3, 4, 5], instanceBatchNorm('n', 5, 'batch')),
  layer('maxPool', [2, 7, 8, 2], maxPool('p', { size: 3, stride: 2, padding: 1 })),
  layer('meanPool', [2, 3, 4, 2], meanPool('p')),
  { ...layer('GeM, plain', [2, 3, 4, 2], generalisedMeanPool('p', 'plain')) },
  { ...layer('GeM, softplus', [2, 3, 4, 2], generalisedMeanPool('p', 'softplus')) },
  { name: 'leakyRelu', input: [3, 4], apply: (x) => leakyRelu(x, 0.2) },
  { name: 'elu', input: [3, 4], apply: (x) => elu(x) },
  { name: 'unitRows', input: [3, 4], apply: (x) => unitRows(x as tf.Tensor2D, 1e-10) },
  { name: 'dropout', input: [3, 4], apply: (x, pass) => dropout(x, 0.3, pass) },
  { name: 'dropPath', input: [6, 4], apply: (x, pass) => dropPath(x, 0.5, pass) },
  {
    name: 'gatherNodes',
    input: [2, 6, 3],
    apply: (x) => gatherNodes(x as tf.Tensor3D, tf.tensor3d(lists, [2, 6, 3], 'int32')),
  },
  {
    name: 'maxRelative with dropped edges',
    input: [2, 1, 6, 3],
    apply: (x, pass) => maxRelative(x as tf.Tensor4D, tf.tensor3d(lists, [2, 6, 3], 'int32'), 0.5, pass),
  },
  {
    name: 'multiHeadAttention',
    input: [2, 4, 6],
    parameters: attention.parameters,
    apply: (x, pass) => attention.apply(x as tf.Tensor3D, tf.reverse(x, 1) as tf.Tensor3D, pass),
  },
];

const normal = (random: Random, shape: readonly number[]): tf.Tensor =>
  tf.tensor(
    Float32Array.from({ length: sizeOf(shape) }, () => random.normal()),
    [...shape],
  );

const inner = (a: tf.Tensor, b: tf.Tensor): number => tf.sum(tf.mul(a, b)).dataSync()[0] ?? Number.NaN;

describe.each(cases)('$name', ({ name, input, parameters = [], apply }) => {
  const trained = parameters.filter((parameter) => parameter.trained);

  test('has the gradients of its finite differences', () => {
    const random = createRandom(name);
    const weights = initialWeights(parameters, name);
    // Away from the initial zeros and ones, which would hide factors.
    const values = parameters.map(({ name: key, shape }) =>
      tf.add(tf.tensor(weights.get(key) ?? [], [...shape]), tf.mul(normal(random, shape), 0.2)),
    );
    const x = normal(random, input);
    const run = (at: tf.Tensor, ...all: tf.Tensor[]): tf.Tensor => {
      const named = new Map(trained.map((parameter, i) => [parameter.name, all[i] as tf.Tensor]));
      const rest = parameters.map(({ name: key }, i): [string, tf.Tensor] => [
        key,
        named.get(key) ?? (values[i] as tf.Tensor),
      ]);
      return apply(at, createPass(new Map(rest), { training: true, random: createRandom(7) }));
    };
    const places = trained.map((parameter) => values[parameters.indexOf(parameter)] as tf.Tensor);
    const weighing = normal(random, run(x, ...places).shape);
    const loss = (...at: tf.Tensor[]): tf.Scalar => {
      const [first, ...rest] = at as [tf.Tensor, ...tf.Tensor[]];
      return tf.sum(tf.mul(run(first, ...rest), weighing));
    };
    const at = [x, ...places];
    const gradients = tf.grads(loss)(at);
    at.forEach((_, i) => {
      const direction = normal(random, at[i]?.shape ?? []);
      const h = 1e-5;
      const moved = (step: number) =>
        loss(...at.map((value, j) => (j === i ? tf.add(value, tf.mul(direction, step)) : value))).dataSync()[0] ??
        Number.NaN;
      const difference = (moved(h) - moved(-h)) / (2 * h);
      const gradient = inner(gradients[i] as tf.Tensor, direction);
      const what = i === 0 ? 'input' : trained[i - 1]?.name;
      expect(Math.abs(gradient - difference) / (1 + Math.abs(difference)), what).toBeLessThan(1e-7);
    });
  });
});
