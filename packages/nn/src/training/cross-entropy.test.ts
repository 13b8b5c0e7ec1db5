import '../double.test.fixture.ts';
import { createRandom } from '@sid/core';
import * as tf from '@tensorflow/tfjs';
import { beforeAll, expect, test } from 'vitest';
import { binaryCrossEntropy } from './cross-entropy.ts';

beforeAll(async () => {
  await tf.setBackend('cpu');
});

const labels = [1, 0, 0, 1, 0, 0, 0];

test('is the mean over the positives plus the mean over the negatives', () => {
  const p = [0.9, 0.2, 0.5, 0.3, 0.01, 0.7, 0.4];
  const mean = (label: number, of: (p: number) => number) => {
    const those = p.filter((_, i) => labels[i] === label);
    return those.reduce((sum, value) => sum - Math.log(of(value)), 0) / those.length;
  };
  const expected = mean(1, (value) => value) + mean(0, (value) => 1 - value);
  expect(binaryCrossEntropy(tf.tensor2d(p, [7, 1]), labels).dataSync()[0]).toBeCloseTo(expected, 12);
});

test('has the gradient of its finite differences', () => {
  const random = createRandom('logits');
  const [logits = [], direction = []] = [0, 1].map(() => labels.map(() => random.normal()));
  const f = (x: tf.Tensor) => binaryCrossEntropy(tf.sigmoid(x), labels);
  const at = (h: number) => f(tf.tensor1d(logits.map((v, i) => v + h * (direction[i] ?? 0)))).dataSync()[0] ?? NaN;
  const gradient = tf.grad(f)(tf.tensor1d(logits)).dataSync();
  const expected = direction.reduce((sum, value, i) => sum + value * (gradient[i] ?? NaN), 0);
  expect((at(1e-6) - at(-1e-6)) / 2e-6).toBeCloseTo(expected, 7);
});
