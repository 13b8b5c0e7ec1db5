import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { closest, editDistance } from './closest.ts';

describe('editDistance', () => {
  it.each([
    ['compare', 'compare', 0],
    ['comprae', 'compare', 1],
    ['compar', 'compare', 1],
    ['', 'abc', 3],
    ['kitten', 'sitting', 3],
  ])('%s → %s: %i', (a, b, distance) => {
    expect(editDistance(a, b)).toBe(distance);
  });

  it('is symmetric, zero for equal words alone, and at most the longer length', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 12 }), fc.string({ maxLength: 12 }), (a, b) => {
        const distance = editDistance(a, b);
        expect(distance).toBe(editDistance(b, a));
        expect(distance === 0).toBe(a === b);
        expect(distance).toBeLessThanOrEqual(Math.max(a.length, b.length));
      }),
    );
  });
});

describe('closest', () => {
  const known = ['compare', 'datasets get', 'doctor', 'report'];

  it('finds what was meant', () => {
    expect(closest('comprae', known)).toBe('compare');
    expect(closest('doc', known)).toBe('doctor');
    expect(closest('dataset get', known)).toBe('datasets get');
  });

  it('does not guess wildly', () => {
    expect(closest('train', known)).toBeUndefined();
    expect(closest('x', known)).toBeUndefined();
  });
});
