import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cos, decibels, exp2, exponential, log2, power, sin, tan } from './portable.ts';

const close = (a: number, b: number, relative = 1e-12): boolean =>
  Math.abs(a - b) <= relative * Math.max(1e-9, Math.abs(b));
const range = (min: number, max: number) => fc.double({ min, max, noNaN: true });

describe('portable functions agree with Math', () => {
  it('exponentials and logarithms', () => {
    void fc.assert(
      fc.property(range(-60, 60), range(1e-9, 1e9), range(-8, 8), (x, positive, exponent) => {
        expect(close(exp2(x), 2 ** x)).toBe(true);
        expect(close(exponential(x), Math.exp(x))).toBe(true);
        expect(Math.abs(log2(positive) - Math.log2(positive))).toBeLessThan(1e-12);
        expect(close(power(positive, exponent), positive ** exponent, 1e-11)).toBe(true);
        expect(close(decibels(x), 10 ** (x / 20))).toBe(true);
      }),
    );
  });

  it('circular functions', () => {
    void fc.assert(
      fc.property(range(-100, 100), range(-1.5, 1.5), (x, acute) => {
        expect(Math.abs(sin(x) - Math.sin(x))).toBeLessThan(1e-13);
        expect(Math.abs(cos(x) - Math.cos(x))).toBeLessThan(1e-13);
        expect(close(tan(acute), Math.tan(acute), 1e-10)).toBe(true);
      }),
    );
  });

  it('are exact where exactness is expected', () => {
    expect([exp2(0), exp2(10), exp2(-3), log2(8), log2(1), sin(0), decibels(0), power(7, 0)]).toEqual([
      1, 1024, 0.125, 3, 0, 0, 1, 1,
    ]);
  });
});
