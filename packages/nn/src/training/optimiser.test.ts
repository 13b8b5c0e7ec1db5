import '../double.test.fixture.ts';
import * as tf from '@tensorflow/tfjs';
import { beforeAll, expect, test } from 'vitest';
import { type OptimiserOptions, optimiserRule } from './optimiser.ts';

beforeAll(async () => {
  await tf.setBackend('cpu');
});

const gradients = [0.5, -2, 0.25, 1e-3];

const run = (options: OptimiserOptions, value: tf.Tensor, decays = true): number =>
  tf.tidy(() => {
    const rule = optimiserRule(options);
    let slots: readonly tf.Tensor[] = rule.slots.map(() => tf.zerosLike(value));
    let at = value;
    gradients.forEach((g, i) => {
      const gradient = tf.fill(value.shape, g);
      const next = rule.apply({ value: at, gradient, slots, learningRate: 0.1, count: i + 1, decays });
      at = next.value;
      slots = next.slots;
    });
    return at.dataSync()[0] ?? Number.NaN;
  });

/** The formulas as PyTorch documents them. */
const adam = (start: number, coupled: number, apart: number, epsilon = 1e-8): number => {
  let [w, m, v] = [start, 0, 0];
  gradients.forEach((given, i) => {
    const g = given + coupled * w;
    w -= 0.1 * apart * w;
    m = 0.9 * m + 0.1 * g;
    v = 0.999 * v + 0.001 * g * g;
    w -= (0.1 * (m / (1 - 0.9 ** (i + 1)))) / (Math.sqrt(v / (1 - 0.999 ** (i + 1))) + epsilon);
  });
  return w;
};

const matrix = () => tf.fill([2, 2], 0.7);

test('adam', () => {
  expect(run({ kind: 'adam' }, matrix())).toBeCloseTo(adam(0.7, 0, 0), 12);
  expect(run({ kind: 'adam', weightDecay: 0.1 }, matrix())).toBeCloseTo(adam(0.7, 0.1, 0), 12);
  expect(run({ kind: 'adam', weightDecay: 0.1 }, matrix(), false)).toBeCloseTo(adam(0.7, 0, 0), 12);
  expect(run({ kind: 'adam', epsilon: 0.5 }, matrix())).toBeCloseTo(adam(0.7, 0, 0, 0.5), 12);
});

test('adamw decays matrices, apart from the gradient', () => {
  expect(run({ kind: 'adamw', weightDecay: 0.1 }, matrix())).toBeCloseTo(adam(0.7, 0, 0.1), 12);
  expect(run({ kind: 'adamw' }, matrix())).toBeCloseTo(adam(0.7, 0, 0.01), 12);
  for (const shape of [[4], [], [1, 1, 1]])
    expect(run({ kind: 'adamw', weightDecay: 0.1 }, tf.fill(shape, 0.7))).toBeCloseTo(adam(0.7, 0, 0), 12);
});

test('sgd, with momentum and weight decay', () => {
  let [w, velocity] = [0.7, 0];
  for (const g of gradients) {
    velocity = 0.9 * velocity + g + 0.1 * w;
    w -= 0.1 * velocity;
  }
  expect(run({ kind: 'sgd', momentum: 0.9, weightDecay: 0.1 }, matrix())).toBeCloseTo(w, 12);
  expect(run({ kind: 'sgd' }, matrix())).toBeCloseTo(0.7 - 0.1 * gradients.reduce((a, b) => a + b), 12);
});
