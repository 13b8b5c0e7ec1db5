import './double.test.fixture.ts';
import { createRandom } from '@sid/core';
import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, test } from 'vitest';
import {
  cases,
  deviation,
  evaluate,
  goldenOf,
  gradientOf,
  lossOf,
  mixedViews,
  pairedViews,
  rowsOf,
} from './golden.test.fixture.ts';
import { distanceMargin } from './margin.ts';
import { type Miner, mine } from './mining.ts';
import { relationsOf } from './relation.ts';

beforeAll(async () => {
  await tf.setBackend('cpu');
});

describe.each(cases)('$name, double precision', ({ entry, loss, views }) => {
  test('has the golden value and gradients', async () => {
    const { value, gradient, ofVariables } = evaluate(await loss(), rowsOf(entry), views);
    expect(deviation([value], [entry.value])).toBeLessThan(1e-9);
    expect(deviation(gradient, gradientOf(entry))).toBeLessThan(1e-8);
    if (entry.dLossdLogTau !== undefined) expect(deviation(ofVariables, [entry.dLossdLogTau])).toBeLessThan(1e-8);
  });

  test('has the gradient of its finite differences', async () => {
    const objective = await loss();
    const rows = rowsOf(entry);
    const at = (direction: readonly (readonly number[])[], h: number) =>
      evaluate(
        objective,
        rows.map((row, r) => row.map((value, c) => value + h * (direction[r]?.[c] ?? 0))),
        views,
      );
    const random = createRandom(entry.loss);
    const direction = rows.map((row) => row.map(() => random.normal()));
    const h = 1e-6;
    const difference = (at(direction, h).value - at(direction, -h).value) / (2 * h);
    const flat = direction.flat();
    const expected = at(direction, 0).gradient.reduce((sum, g, i) => sum + g * (flat[i] ?? 0), 0);
    expect(Math.abs(difference - expected) / (1 + Math.abs(expected))).toBeLessThan(1e-6);
  });
});

test('the learned temperature has the gradient of its finite differences', async () => {
  const { compute, variables } = await lossOf('multi-positive', { temperature: 0.1 });
  const [entry] = goldenOf('two-positive contrastive (Riou eq. 2)');
  const rows = rowsOf(entry ?? expect.fail());
  const views = mixedViews(4);
  const variable = variables.logTemperature as tf.Variable;
  const at = (value: number) => {
    variable.assign(tf.scalar(value));
    return evaluate({ compute, variables }, rows, views);
  };
  const h = 1e-6;
  const difference = (at(-2 + h).value - at(-2 - h).value) / (2 * h);
  expect(at(-2).ofVariables[0]).toBeCloseTo(difference, 6);
});

test.each(goldenOf('triplet margin'))('triplet margin $margin, epsilon $eps', (entry) => {
  const { N = 0, margin = 1, eps = 0 } = entry;
  const rows = rowsOf(entry);
  const choice = (offset: number) => rows.map((_, r) => rows.map((__, c) => (r < N && c === r + offset ? 1 : 0)));
  const triplets = tf.tensor3d([choice(N), choice(2 * N)]);
  const margins = tf.valueAndGrad((z: tf.Tensor) => distanceMargin(z as tf.Tensor2D, triplets, margin, eps));
  const found = margins(tf.tensor2d(rows.map((row) => [...row])));
  expect(deviation([...found.value.dataSync()], [entry.value])).toBeLessThan(1e-9);
  expect(deviation([...found.grad.dataSync()], gradientOf(entry))).toBeLessThan(1e-8);
});

/** Columns that a miner chose; null for none. */
const chosen = (choice: readonly (readonly number[])[]) =>
  choice.map((row) => (row.includes(1) ? row.indexOf(1) : null));

const minerOf = ({ loss, variant }: { readonly loss: string; readonly variant?: string }): Miner => {
  if (loss.endsWith('batch-hard')) return 'batch-hard';
  return loss.endsWith('semi-hard') || variant === 'fixed-distance' ? 'semi-hard' : 'similarity-as-coded';
};

test.each(cases.filter(({ entry }) => entry.selected !== undefined))(
  '$name chooses the golden rows',
  ({ entry, views }) => {
    const z = tf.tensor2d(rowsOf(entry).map((row) => [...row]));
    const triplets = mine(z, relationsOf(views), minerOf(entry), entry.margin ?? 0.3);
    const [positives = [], negatives = []] = triplets.arraySync();
    const { positive = [], negative = [] } = entry.selected ?? {};
    expect(chosen(negatives)).toEqual(negative);
    expect(chosen(positives)).toEqual(positive.map((row, i) => (negative[i] === null ? null : row)));
  },
);

test('the random miner takes the next song’s reference, and the triplets’ mean', async () => {
  const entry = goldenOf('triplet margin')[0] ?? expect.fail();
  const rows = rowsOf(entry).slice(0, 10);
  const between = (a: number, b: number) => Math.hypot(...(rows[a] ?? []).map((v, i) => v - (rows[b]?.[i] ?? 0)));
  const expected = [0, 1, 2, 3, 4].map((i) => Math.max(0, between(i, i + 5) - between(i, (i + 1) % 5) + 1));
  const { value } = evaluate(await lossOf('triplet', { epsilon: 0 }), rows, pairedViews(5));
  expect(value).toBeCloseTo(expected.reduce((a, b) => a + b) / 5, 10);
});
