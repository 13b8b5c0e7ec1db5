import * as tf from '@tensorflow/tfjs';
import '@tensorflow/tfjs-backend-wasm';
import { describe, expect, test } from 'vitest';
import {
  cases,
  deviation,
  evaluate,
  golden,
  gradientOf,
  lossOf,
  mixedViews,
  pairedViews,
  rowsOf,
} from './golden.test.fixture.ts';

/** Of single precision; test/golden/losses/golden.json says why. */
const tolerance = 1e-5;

test('the golden file is the one that is described', () => {
  expect(golden).toHaveLength(36);
  expect(cases).toHaveLength(23);
});

describe.each(['wasm', 'cpu'])('on %s, single precision', (backend) => {
  test.each(cases)('$name', async ({ entry, loss, views }) => {
    await tf.setBackend(backend);
    const { value, gradient, ofVariables } = evaluate(await loss(), rowsOf(entry), views);
    expect(deviation([value], [entry.value])).toBeLessThan(tolerance);
    expect(deviation(gradient, gradientOf(entry))).toBeLessThan(tolerance);
    if (entry.dLossdLogTau !== undefined) expect(deviation(ofVariables, [entry.dLossdLogTau])).toBeLessThan(tolerance);
  });
});

test.each([
  ['nt-xent', {}, pairedViews],
  ['multi-positive', {}, mixedViews],
  ['multi-positive', { temperature: 0.1 }, mixedViews],
  ['triplet-classification', { classificationWeight: 1, tripletWeight: 0 }, pairedViews],
] as const)('%s of equal rows is ln(2N − 1)', async (name, options, views) => {
  await tf.setBackend('wasm');
  const rows = Array.from({ length: 10 }, () => [0.6, 0.8]);
  const { value, gradient } = evaluate(await lossOf(name, options), rows, views(5));
  expect(value).toBeCloseTo(Math.log(9), 5);
  expect(gradient.every(Number.isFinite)).toBe(true);
});

test.each(['random', 'batch-hard'])('triplet of equal rows is the margin, by %s', async (miner) => {
  await tf.setBackend('wasm');
  const rows = Array.from({ length: 6 }, () => [0.6, 0.8]);
  const { value, gradient } = evaluate(await lossOf('triplet', { miner, margin: 0.4 }), rows, pairedViews(3));
  expect(value).toBeCloseTo(0.4, 5);
  expect(gradient.every(Number.isFinite)).toBe(true);
});
