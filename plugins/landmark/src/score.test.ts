import fc from 'fast-check';
import { expect, it } from 'vitest';
import { boundedScore, chanceLevels, combinedWeight } from './score.ts';

const weights = fc.array(fc.double({ min: 0, max: 1000, noNaN: true }), { minLength: 1, maxLength: 12 });

it('lies between the heaviest place and as many as heavy as that', () => {
  fc.assert(
    fc.property(weights, (list) => {
      const most = Math.max(...list);
      expect(combinedWeight(list)).toBeGreaterThanOrEqual(most * (1 - 1e-12));
      expect(combinedWeight(list)).toBeLessThanOrEqual(most * Math.sqrt(list.length) * (1 + 1e-12));
    }),
  );
});

it('is ½ at four times chance, and bounded', () => {
  expect(boundedScore(4)).toBe(0.5);
  expect(boundedScore(0)).toBe(0);
  expect(boundedScore(1e12)).toBeLessThanOrEqual(1);
});

it('takes for chance nearly the greatest over the changes, not the one that fits', () => {
  const rows = Array.from({ length: 11 }, (_, i) => Float32Array.of(i === 4 ? 500 : 2, i === 0 ? 3 : 1));
  const [a, b] = chanceLevels(rows, 1e6);
  // To 2 and 1 comes 0.3 of the common median, which is 2.
  expect(a).toBeCloseTo(2.6, 5);
  expect(b).toBeCloseTo(1.6, 5);
});

it('takes a silent track for no reason to lower the level of others', () => {
  const rows = [2, 2, 2].map((level) => Float32Array.of(level, 0, 0));
  expect(chanceLevels(rows, 1e6)[0]).toBeCloseTo(2.6, 5);
});

it('takes no match for chance where there is nothing to compare it with', () => {
  expect(chanceLevels([Float32Array.of(900)], 10_000)[0]).toBeCloseTo(15, 5);
});
