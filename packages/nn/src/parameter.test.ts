import { expect, test } from 'vitest';
import { checkWeights, countParameters, initialWeights, type Parameter } from './parameter.ts';

const table: readonly Parameter[] = [
  { name: 'w', shape: [200, 50], trained: true, initial: { kind: 'normal', deviation: 2 } },
  { name: 'b', shape: [1000], trained: true, initial: { kind: 'uniform', bound: 0.5 } },
  { name: 'mean', shape: [50], trained: false, initial: { kind: 'constant', value: 7 } },
];

const deviation = (values: Float32Array): number =>
  Math.sqrt(values.reduce((sum, v) => sum + v * v, 0) / values.length);

test('only trained values are counted', () => {
  expect(countParameters(table)).toBe(11_000);
});

test('values are drawn as each rule says', () => {
  const weights = initialWeights(table, 3);
  expect(deviation(weights.get('w') ?? new Float32Array(1))).toBeCloseTo(2, 1);
  const b = weights.get('b') ?? new Float32Array(1);
  expect(Math.max(...b.map(Math.abs))).toBeLessThanOrEqual(0.5);
  expect(deviation(b)).toBeCloseTo(0.5 / Math.sqrt(3), 1);
  expect(new Set(weights.get('mean'))).toEqual(new Set([7]));
});

test('a tensor depends on the seed and its name, not on the others', () => {
  const all = initialWeights(table, 3);
  expect(initialWeights(table.slice(1), 3).get('b')).toEqual(all.get('b'));
  expect(initialWeights(table, 4).get('b')).not.toEqual(all.get('b'));
});

test('weights that do not fit are refused by name', () => {
  const weights = initialWeights(table, 3);
  expect(() => checkWeights(table, weights)).not.toThrow();
  const short = new Map([...weights, ['b', new Float32Array(999)]] as const);
  expect(() => checkWeights(table, short)).toThrow('Tensor b of the weights has 999 values; the network needs 1000');
  expect(() => checkWeights(table, new Map())).toThrow('have no tensor w');
});
