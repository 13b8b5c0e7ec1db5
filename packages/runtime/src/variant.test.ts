import { expect, test } from 'vitest';
import { variantsOf } from './variant.ts';

const methods = { a: { retriever: { use: 'a', with: { density: 1 } } }, b: { retriever: { use: 'b' } } };

test('without axes every method stays as it is', () => {
  expect(variantsOf({ methods, matrix: {} }).map(({ name }) => name)).toEqual(['a', 'b']);
});

test('axes multiply, and set values by path', () => {
  const variants = variantsOf({
    methods,
    matrix: {
      density: { at: 'retriever.with.density', values: [2, 3], methods: ['a'] },
      noise: { at: 'noise', values: [0, 9] },
    },
  });
  expect(variants.map(({ name }) => name)).toEqual([
    'a[density=2,noise=0]',
    'a[density=2,noise=9]',
    'a[density=3,noise=0]',
    'a[density=3,noise=9]',
    'b[noise=0]',
    'b[noise=9]',
  ]);
  expect(variants[1]?.config).toEqual({ retriever: { use: 'a', with: { density: 2 } }, noise: 9 });
  expect(variants[1]?.parameters).toEqual({ density: 2, noise: 9 });
  expect(methods.a.retriever.with.density).toBe(1);
});

test('a path that leads nowhere is refused', () => {
  const matrix = { hop: { at: 'retreiver.with.hop', values: [1] } };
  expect(() => variantsOf({ methods, matrix })).toThrow(/retreiver/);
});
