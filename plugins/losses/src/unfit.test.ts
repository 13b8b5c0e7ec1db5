import type { View } from '@sid/core';
import * as tf from '@tensorflow/tfjs';
import '@tensorflow/tfjs-backend-wasm';
import { beforeAll, expect, test } from 'vitest';
import { evaluate, lossOf, mixedViews, pairedViews } from './golden.test.fixture.ts';
import plugin from './index.ts';

beforeAll(async () => {
  await tf.setBackend('wasm');
});

const run = async (name: string, views: readonly View[], options: unknown = {}) =>
  evaluate(
    await lossOf(name, options),
    views.map((_, row) => [Math.cos(row), Math.sin(row)]),
    views,
  );

const lone: View = { side: 'query', songs: [9] };

test.each<[string, readonly View[], string]>([
  ['multi-positive', mixedViews(2), 'all 2 rows of the other side are positives of row 0 (reference of song 0)'],
  ['multi-positive', pairedViews(1), 'take three songs or more'],
  ['multi-positive', [...mixedViews(3), lone], 'row 6 (query of song 9) has no row'],
  ['nt-xent', mixedViews(3), 'row 0 (reference of song 0) has 2 of them'],
  ['nt-xent', [...pairedViews(3), lone], 'row 6 (query of song 9) has no row'],
  ['triplet-classification', mixedViews(3), 'one positive for every row'],
  ['triplet-classification', pairedViews(1), 'all rows are of one song'],
  ['triplet', pairedViews(1), 'all rows are of one song'],
  ['triplet', [lone, { ...lone, songs: [3] }], 'no row shares a song'],
])('%s refuses a batch that says nothing: %#', async (name, views, reason) => {
  await expect(run(name, views)).rejects.toMatchObject({ code: 'SID_BATCH_UNFIT' });
  await expect(run(name, views)).rejects.toThrow(reason);
});

test('multi-positive takes two songs where each row has one positive', async () => {
  expect((await run('multi-positive', pairedViews(2))).value).toBeGreaterThan(0);
});

test('rows without a song in the batch are negatives of triplets', async () => {
  for (const miner of ['random', 'batch-hard', 'semi-hard']) {
    const { value, gradient } = await run('triplet', [...mixedViews(3), lone], { miner });
    expect(Number.isFinite(value) && gradient.every(Number.isFinite), miner).toBe(true);
  }
});

test('where no row has a semi-hard negative the loss is 0', async () => {
  const views = pairedViews(2);
  const rows = [
    [1, 0],
    [-1, 0],
    [1, 0],
    [-1, 0],
  ];
  const { value, gradient } = evaluate(await lossOf('triplet', { miner: 'semi-hard', margin: 0.1 }), rows, views);
  expect([value, ...gradient].every((number) => number === 0)).toBe(true);
});

test('the order of the rows does not matter', async () => {
  const rows = Array.from({ length: 12 }, (_, row) => [Math.cos(row * row), Math.sin(row * row)]);
  const order = rows.map((_, row) => (row * 5) % 12);
  const shuffled = <T>(list: readonly T[]) => order.map((row) => list[row] as T);
  for (const { name } of plugin.components) {
    const views = name === 'multi-positive' ? mixedViews(6) : pairedViews(6);
    const options = name === 'triplet' ? { miner: 'semi-hard' } : {};
    const straight = evaluate(await lossOf(name, options), rows, views);
    const mixed = evaluate(await lossOf(name, options), shuffled(rows), shuffled(views));
    expect(mixed.value, name).toBeCloseTo(straight.value, 4);
  }
});

test.each(plugin.components)('$name: its presets parse', ({ options, presets }) => {
  for (const preset of Object.values(presets)) expect(() => options.parse(preset)).not.toThrow();
  expect(Object.keys(presets).length).toBeGreaterThan(0);
});
