import { expect, it } from 'vitest';
import { copyPadded, type Padding } from './padding.ts';

const padded = (samples: readonly number[], from: number, count: number, padding: Padding): number[] => {
  const target = new Float32Array(count).fill(9);
  copyPadded(Float32Array.from(samples), from, target, padding);
  return [...target];
};

it('reads silence beyond the ends', () => {
  expect(padded([1, 2, 3], -2, 7, 'constant')).toEqual([0, 0, 1, 2, 3, 0, 0]);
  expect(padded([1, 2, 3], 1, 1, 'constant')).toEqual([2]);
  expect(padded([1, 2, 3], 5, 2, 'constant')).toEqual([0, 0]);
  expect(padded([1, 2, 3], -5, 2, 'constant')).toEqual([0, 0]);
  expect(padded([], -1, 3, 'constant')).toEqual([0, 0, 0]);
});

it('reads the signal mirrored, as often as needed', () => {
  expect(padded([1, 2, 3], -5, 12, 'reflect')).toEqual([2, 1, 2, 3, 2, 1, 2, 3, 2, 1, 2, 3]);
  expect(padded([1, 2, 3], 4, 3, 'reflect')).toEqual([1, 2, 3]);
  expect(padded([1, 2, 3], -4, 2, 'reflect')).toEqual([1, 2]);
  expect(padded([4], -1, 3, 'reflect')).toEqual([4, 4, 4]);
  expect(padded([], -1, 3, 'reflect')).toEqual([0, 0, 0]);
});
