import fc from 'fast-check';
import { expect, it } from 'vitest';
import { amplitudeDb, naturalLog, powerDb, takeLogarithms } from './logarithms.ts';

it('is the logarithm to single precision, over the whole range of floats', () => {
  fc.assert(
    fc.property(
      fc.array(fc.double({ min: -37, max: 38, noNaN: true }), { minLength: 1, maxLength: 50 }),
      (exponents) => {
        const values = Float32Array.from(exponents, (exponent) => 10 ** exponent);
        const made = values.slice();
        takeLogarithms(made, { least: 0, offset: 0, factor: 1 });
        for (const [i, value] of values.entries()) {
          const expected = Math.log(value);
          expect(Math.abs((made[i] ?? 0) - expected)).toBeLessThanOrEqual(2e-7 * Math.max(1, Math.abs(expected)));
        }
      },
    ),
  );
});

it('goes through arrays longer than its work space, and no further than told', () => {
  const whole = new Float32Array(10_001).fill(Math.E);
  takeLogarithms(whole.subarray(0, 10_000), naturalLog);
  expect(whole.subarray(0, 10_000).every((value) => Math.abs(value - 1) < 1e-6)).toBe(true);
  expect(whole[10_000]).toBeCloseTo(Math.E, 6);
});

it('gives decibels with a floor', () => {
  const amplitudes = Float32Array.of(1, 10, 0.1, 0, 1e-9);
  takeLogarithms(amplitudes, amplitudeDb);
  const powers = Float32Array.of(1, 10, 0.1, 0, 1e-20);
  takeLogarithms(powers, powerDb);
  for (const [i, value] of [0, 20, -20, -100, -100].entries()) expect(amplitudes[i]).toBeCloseTo(value, 4);
  for (const [i, value] of [0, 10, -10, -100, -100].entries()) expect(powers[i]).toBeCloseTo(value, 4);
  const silence = Float32Array.of(0);
  takeLogarithms(silence, naturalLog);
  expect(silence[0]).toBeCloseTo(Math.log(1e-12), 5);
});
