import { expect, it } from 'vitest';
import { priorBits } from './invariant-prior.ts';

const range = { semitones: 4.5, slowest: 0.72, fastest: 1.4 };
const bitsOf = (cents: number, tempoRatio: number, milliseconds = 4000): number =>
  priorBits({ queryAt: 0, referenceAt: 0, cents, tempoRatio }, milliseconds, range);

it('likes no change best, then one alone or a turntable, then any', () => {
  expect(bitsOf(0, 1)).toBeGreaterThan(bitsOf(200, 1));
  expect(bitsOf(200, 1)).toBeGreaterThan(bitsOf(200, 1.2));
  expect(bitsOf(0, 1.2)).toBeGreaterThan(bitsOf(200, 1.2));
  expect(bitsOf(1200 * Math.log2(1.1), 1.1)).toBeGreaterThan(bitsOf(200, 1.2));
  expect(bitsOf(200, 1.2)).toBeCloseTo(Math.log2(0.3), 6);
});

it('is a density: what it adds here it takes there', () => {
  const log = { from: Math.log(range.slowest), to: Math.log(range.fastest) };
  const steps = 600;
  let sum = 0;
  for (let c = 0; c < steps; c++)
    for (let t = 0; t < steps; t++) {
      const tempo = Math.exp(log.from + ((log.to - log.from) * (t + 0.5)) / steps);
      sum += 2 ** bitsOf(-450 + (900 * (c + 0.5)) / steps, tempo);
    }
  // Turntable speeds at which the shift would be out of range are the part that is missing.
  expect(sum / steps ** 2).toBeGreaterThan(0.98);
  expect(sum / steps ** 2).toBeLessThan(1.005);
});

it('takes a short stretch for less exact', () => {
  expect(bitsOf(0, 1, 500)).toBeLessThan(bitsOf(0, 1, 5000));
  expect(bitsOf(0, 1.02, 500)).toBeGreaterThan(bitsOf(0, 1.02, 5000));
});
