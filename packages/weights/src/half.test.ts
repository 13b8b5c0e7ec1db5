import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { bfloatsToFloats, floatToBfloat, floatToHalf, halvesToFloats } from './half.ts';

const { values, half, bfloat } = JSON.parse(
  readFileSync(join(import.meta.dirname, '../../../test/golden/checkpoints/rounding.json'), 'utf8'),
) as Readonly<Record<'values' | 'half' | 'bfloat', readonly number[]>>;

test('rounds as NumPy and PyTorch do, ties and subnormal numbers included', () => {
  expect(values.length).toBeGreaterThan(300);
  expect(values.map(floatToHalf)).toEqual(half);
  expect(values.map(floatToBfloat)).toEqual(bfloat);
});

test('every half is itself again', () => {
  const all = Uint16Array.from({ length: 0x10000 }, (_, i) => i);
  const floats = halvesToFloats(all);
  const wrong = [...all].filter((h) => !Number.isNaN(floats[h]) && floatToHalf(floats[h] ?? 0) !== h);
  expect(wrong).toEqual([]);
  expect(floats[0x3c00]).toBe(1);
  expect(floats[0x7c00]).toBe(Number.POSITIVE_INFINITY);
});

test('no half is nearer than the one chosen', () => {
  fc.assert(
    fc.property(fc.float({ min: -65504, max: 65504, noNaN: true }), (x) => {
      const h = floatToHalf(x);
      const [own = 0, below = 0, above = 0] = halvesToFloats(Uint16Array.of(h, h - 1, h + 1));
      const distance = Math.abs(own - x);
      for (const other of [below, above]) {
        if (Number.isFinite(other)) expect(distance).toBeLessThanOrEqual(Math.abs(other - x));
      }
    }),
  );
});

test('what is not finite stays so', () => {
  const through = (x: number) => [
    halvesToFloats(Uint16Array.of(floatToHalf(x)))[0],
    bfloatsToFloats(Uint16Array.of(floatToBfloat(x)))[0],
  ];
  expect(through(Number.NaN)).toEqual([Number.NaN, Number.NaN]);
  expect(through(Number.NEGATIVE_INFINITY)).toEqual([Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY]);
  expect(floatToHalf(65520)).toBe(0x7c00);
});
