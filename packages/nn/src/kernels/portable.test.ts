import { createRandom } from '@sid/core';
import * as tf from '@tensorflow/tfjs';
import '@tensorflow/tfjs-backend-wasm';
import { describe, expect, test } from 'vitest';
import { conv2d } from './conv2d.ts';
import { gatherNodes } from './neighbours.ts';
import { standardise } from './standardise.ts';

const normal = (key: string, shape: readonly number[]): Float32Array => {
  const random = createRandom(key);
  return Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, () => random.normal());
};

/** Gradients of Σ y·w on a backend. */
const gradients = async (
  backend: string,
  shapes: readonly (readonly number[])[],
  f: (...inputs: tf.Tensor[]) => tf.Tensor,
): Promise<readonly ArrayLike<number>[]> => {
  await tf.setBackend(backend);
  return tf.tidy(() => {
    const inputs = shapes.map((shape, i) => tf.tensor(normal(`input ${i}`, shape), [...shape]));
    const loss = (...at: tf.Tensor[]): tf.Scalar => {
      const y = f(...at);
      return tf.sum(tf.mul(y, tf.tensor(normal('weights', y.shape), y.shape)));
    };
    return tf
      .grads(loss)(inputs)
      .map((gradient) => gradient.dataSync());
  });
};

const expectClose = (actual: readonly ArrayLike<number>[], expected: readonly ArrayLike<number>[]): void => {
  expected.forEach((values, i) => {
    const largest = Math.max(...Array.from(values, Math.abs));
    const worst = Math.max(...Array.from(values, (value, k) => Math.abs(value - (actual[i]?.[k] ?? Number.NaN))));
    expect(worst / largest).toBeLessThan(1e-5);
  });
};

/** Input, filter, stride, padding: the convolutions of our networks, remainders included. */
const convolutions = [
  { x: [3, 9, 11, 4], filter: [3, 3, 4, 5], stride: [1, 1], padding: [1, 1] },
  { x: [3, 10, 12, 4], filter: [3, 3, 4, 5], stride: [2, 2], padding: [1, 1] },
  { x: [3, 9, 11, 4], filter: [1, 1, 4, 5], stride: [1, 1], padding: [0, 0] },
  { x: [3, 10, 11, 4], filter: [1, 1, 4, 5], stride: [2, 2], padding: [0, 0] },
  { x: [2, 20, 21, 1], filter: [7, 7, 1, 6], stride: [2, 2], padding: [3, 3] },
  { x: [2, 50, 16, 1], filter: [36, 3, 1, 4], stride: [3, 2], padding: [0, 0] },
  { x: [2, 1, 16, 3], filter: [1, 3, 3, 4], stride: [1, 2], padding: [0, 1] },
] as const;

describe('conv2d on WebAssembly', () => {
  test.each(convolutions)('$x by $filter, stride $stride, padding $padding', async (each) => {
    const { x, filter, stride, padding } = each;
    const pads = [
      [0, 0],
      [padding[0], padding[0]],
      [padding[1], padding[1]],
      [0, 0],
    ] as tf.backend_util.ExplicitPadding;
    // tfjs' own convolution and gradients, another program altogether.
    const expected = await gradients('cpu', [x, filter], (a, b) =>
      tf.conv2d(a as tf.Tensor4D, b as tf.Tensor4D, [...stride], pads),
    );
    const actual = await gradients('wasm', [x, filter], (a, b) =>
      conv2d(a as tf.Tensor4D, b as tf.Tensor4D, { stride, padding }),
    );
    expectClose(actual, expected);
  });
});

test('gatherNodes on WebAssembly equals a gather with tfjs’ own gradient', async () => {
  const lists = Int32Array.from({ length: 3 * 16 * 5 }, (_, i) => (i * 7) % 16);
  // Item by item: the gradient of tfjs' gather with batch dimensions is wrong.
  const expected = await gradients('cpu', [[3, 16, 4]], (x) =>
    tf.stack(
      tf.unstack(x).map((item, i) => tf.gather(item, tf.tensor2d(lists.slice(i * 80, (i + 1) * 80), [16, 5], 'int32'))),
    ),
  );
  const actual = await gradients('wasm', [[3, 16, 4]], (x) =>
    gatherNodes(x as tf.Tensor3D, tf.tensor3d(lists, [3, 16, 5], 'int32')),
  );
  expectClose(actual, expected);
});

test('standardise on WebAssembly, items and batch side by side, equals its formula with tfjs’ own gradients', async () => {
  const shapes = [[3, 5, 4, 7], [3], [3], [4], [4]];
  const epsilon = 1e-3;
  const plain = (x: tf.Tensor4D, gain: tf.Tensor, bias: tf.Tensor, axes: number[]): tf.Tensor4D => {
    const { mean, variance } = tf.moments(x, axes, true);
    return tf.add(tf.mul(tf.mul(tf.sub(x, mean), tf.rsqrt(tf.add(variance, epsilon))), gain), bias);
  };
  const seen: ArrayLike<number>[] = [];
  const actual = await gradients('wasm', shapes, (x, gainA, biasA, gainB, biasB) =>
    standardise(
      x as tf.Tensor4D,
      [
        { gain: gainA as tf.Tensor, bias: biasA as tf.Tensor, over: 'item' },
        {
          gain: gainB as tf.Tensor,
          bias: biasB as tf.Tensor,
          over: 'batch',
          see: (mean, variance) => seen.push(mean.dataSync(), variance.dataSync()),
        },
      ],
      epsilon,
    ),
  );
  const moments: ArrayLike<number>[] = [];
  const expected = await gradients('cpu', shapes, (x, gainA, biasA, gainB, biasB) => {
    const [a, b] = tf.split(x as tf.Tensor4D, [3, 4], 3) as [tf.Tensor4D, tf.Tensor4D];
    const { mean, variance } = tf.moments(b, [0, 1, 2]);
    moments.push(mean.dataSync(), tf.mul(variance, 60 / 59).dataSync());
    return tf.concat4d(
      [
        plain(a, gainA as tf.Tensor, biasA as tf.Tensor, [1, 2]),
        plain(b, gainB as tf.Tensor, biasB as tf.Tensor, [0, 1, 2]),
      ],
      3,
    );
  });
  expect(actual).toHaveLength(5);
  expectClose(actual, expected);
  expectClose(seen, moments);
});

test('nothing is left behind', async () => {
  await gradients(
    'wasm',
    [
      [2, 6, 6, 2],
      [3, 3, 2, 2],
    ],
    (a, b) => conv2d(a as tf.Tensor4D, b as tf.Tensor4D, { stride: [1, 1], padding: [1, 1] }),
  );
  const before = tf.memory().numTensors;
  await gradients(
    'wasm',
    [
      [2, 6, 6, 2],
      [3, 3, 2, 2],
    ],
    (a, b) => conv2d(a as tf.Tensor4D, b as tf.Tensor4D, { stride: [1, 1], padding: [1, 1] }),
  );
  expect(tf.memory().numTensors).toBe(before);
});
