import { expect, test } from 'vitest';
import { fixed, length, pEquals, probability, signed, significant, time, trimZero } from './format.ts';

test('figures have three decimals, a real minus, and no minus zero', () => {
  expect(fixed(0.46789)).toBe('0.468');
  expect(fixed(-0.25, 2)).toBe('−0.25');
  expect(fixed(-0.0001)).toBe('0.000');
});

test('what is not a finite number is a dash everywhere', () => {
  for (const value of [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]) {
    expect([fixed(value), significant(value), time(value), length(value), trimZero(value), signed(value)]).toEqual(
      Array(6).fill('–'),
    );
  }
  expect(fixed(undefined)).toBe('–');
});

test('three significant digits without an exponent', () => {
  expect([1240.4, 87.34, 3.1, 0.0312, 0.00000004, 0].map(significant)).toEqual([
    '1240',
    '87.3',
    '3.10',
    '0.0312',
    '0.000000',
    '0',
  ]);
});

test('small p values are bounded, not rounded to zero', () => {
  expect(probability(0.0002)).toBe('< 0.001');
  expect(pEquals(0.0002)).toBe('p < 0.001');
  expect(pEquals(0.031)).toBe('p = 0.031');
});

test('times turn into minutes from 60 s on, after rounding', () => {
  expect([12.34, 59.96, 92.5, 605].map((seconds) => time(seconds))).toEqual(['12.3\u00a0s', '1:00', '1:32.5', '10:05']);
  expect(time(9, true)).toBe('0:09');
});

test('lengths pick their unit', () => {
  expect([42, 720, 19080].map(length)).toEqual(['42 s', '12 min', '5.3 h']);
});

test('differences carry their sign, and none where they print as zero', () => {
  expect([0.2, -0.2, 0.0001].map((value) => signed(value))).toEqual(['+0.200', '−0.200', '0.000']);
});
