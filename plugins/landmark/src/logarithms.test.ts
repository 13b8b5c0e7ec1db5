import fc from 'fast-check';
import { expect, it } from 'vitest';
import { logarithms } from './logarithms.ts';

it('is within 1.2e-4 of the logarithm, besides the rounding of floats', () => {
  const { values, replace } = logarithms(1);
  fc.assert(
    fc.property(fc.float({ min: 2 ** -126, noNaN: true, noDefaultInfinity: true }), (x) => {
      values[0] = x;
      replace();
      expect(Math.abs((values[0] ?? 0) - Math.log2(x))).toBeLessThan(1.2e-4 + 1e-5);
    }),
  );
});

it('is exact at powers of two, hence continuous', () => {
  const { values, replace } = logarithms(3);
  values.set([0.25, 1, 1024]);
  replace();
  expect([...values]).toEqual([-2, 0, 10]);
});
