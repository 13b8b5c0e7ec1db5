import { describe, expect, test } from 'vitest';
import { fitTensors } from './fit.ts';
import type { TensorFile } from './tensor-file.ts';

const file = (shapes: Readonly<Record<string, readonly number[]>>): TensorFile => ({
  tensors: new Map(Object.entries(shapes).map(([name, shape]) => [name, { shape, type: 'F32' }])),
  read: async () => new Float32Array(0),
});

const layout = {
  tensors: [
    { name: 'stem.weight', shape: [4, 2, 1], trained: true },
    { name: 'pool.p', shape: [1], trained: true },
  ],
  published: (name: string) => ({ 'conv1.weight': 'stem.weight', 'gem.p': 'pool.p', counter: null })[name],
};

describe('fitTensors', () => {
  test.each([
    ['own names', { 'stem.weight': [4, 2, 1], 'pool.p': [1] }],
    ['published names', { 'conv1.weight': [4, 2], 'gem.p': [1, 1, 1], counter: [] }],
    [
      'names with wrappers before them',
      { 'module.model.conv1.weight': [4, 2, 1], 'model.pool.p': [], 'module.counter': [] },
    ],
  ])('takes %s, axes of length 1 aside', (_, shapes) => {
    const names = Object.keys(shapes);
    const { sources, left } = fitTensors('x', file(shapes), layout);
    expect([...sources]).toEqual([
      ['stem.weight', names[0]],
      ['pool.p', names[1]],
    ]);
    expect(left).toEqual(names.slice(2));
  });

  test.each([
    ['missing tensors', { 'stem.weight': [4, 2, 1], other: [1] }, /lacks 1 of 2 tensors: pool\.p.*not known: other/],
    [
      'more than the network has',
      { 'stem.weight': [4, 2, 1], 'pool.p': [1], 'head.weight': [1] },
      /does not: head\.weight/,
    ],
    ['other shapes', { 'stem.weight': [2, 4, 1], 'pool.p': [1] }, /shape \[2, 4, 1\]; stem\.weight has \[4, 2, 1\]/],
    ['the same twice', { 'stem.weight': [4, 2, 1], 'conv1.weight': [4, 2, 1], 'pool.p': [1] }, /both stem\.weight/],
  ])('refuses %s', (_, shapes, why) => {
    expect(() => fitTensors('x', file(shapes), layout)).toThrow(why);
  });

  test('leaves out what it is told to', () => {
    const shapes = { 'stem.weight': [4, 2, 1], 'pool.p': [1], 'loss.temperature': [1] };
    expect(fitTensors('x', file(shapes), layout, ['loss.']).left).toEqual(['loss.temperature']);
  });
});
