import { decode } from 'fast-png';
import { expect, test } from 'vitest';
import { pictureOfFeatures } from './picture.ts';

test('the first bin is at the bottom, the greatest value lightest', () => {
  const data = Float32Array.from({ length: 6 }, (_, i) => i);
  const { width, height, data: pixels } = decode(pictureOfFeatures({ rows: 2, cols: 3, data }));
  expect([width, height]).toEqual([3, 2]);
  const lightness = (x: number, y: number) => [0, 1, 2].reduce((sum, c) => sum + (pixels[(y * 3 + x) * 3 + c] ?? 0), 0);
  expect(lightness(0, 1)).toBeLessThan(lightness(2, 1));
  expect(lightness(2, 1)).toBeLessThan(lightness(2, 0));
});

test('a flat picture does not divide by nothing', () => {
  expect(() => pictureOfFeatures({ rows: 2, cols: 2, data: new Float32Array(4) })).not.toThrow();
});
