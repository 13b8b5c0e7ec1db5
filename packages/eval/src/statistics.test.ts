import { createRandom } from '@sid/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Aggregate, aggregateOf, bootstrap95, drawPlaces } from './bootstrap.ts';
import { estimate, medianNormal95, normal95 } from './estimate.ts';
import { holm } from './holm.ts';
import { signFlipTest } from './permutation.ts';
import { auroc, rejectionOf } from './rejection.ts';

const bootstrap = (values: readonly number[], aggregate: Aggregate, samples: number, seed: number) =>
  bootstrap95(values, aggregate, drawPlaces(values.length, samples, createRandom(seed)));

const protocol = { interval: 'normal', bootstrapSamples: 2000, seed: 1 } as const;

describe('estimate', () => {
  it('reproduces a printed interval: 44 of 75 right is .587 ± .111 (Riou et al. 2025)', () => {
    const values = Array.from({ length: 75 }, (_, index) => (index < 44 ? 1 : 0));
    const [low, high] = normal95(values);
    expect(((low + high) / 2).toFixed(3)).toBe('0.587');
    expect(((high - low) / 2).toFixed(3)).toBe('0.111');
  });

  it('gives the interval that the protocol names', () => {
    const values = [0, 0, 0.5, 1, 1, 1, 0.25];
    const normal = estimate(values, 'mean', protocol);
    const resampled = estimate(values, 'mean', { ...protocol, interval: 'bootstrap' });
    expect(normal?.ci95).toEqual(normal?.normal95);
    expect(resampled?.ci95).toEqual(normal?.bootstrap95);
    expect(normal?.n).toBe(7);
  });

  it('leaves out what has no values, and is exact where all are equal', () => {
    expect(estimate([], 'mean', protocol)).toBeUndefined();
    expect(estimate([1, 1, 1], 'mean', protocol)).toMatchObject({ mean: 1, normal95: [1, 1], bootstrap95: [1, 1] });
  });
});

describe('bootstrap95', () => {
  it('comes near the exact binomial percentiles', () => {
    const values = Array.from({ length: 100 }, (_, index) => (index < 40 ? 1 : 0));
    const [low, high] = bootstrap(values, 'mean', 20_000, 1);
    // Binomial(100, 0.4): the 2.5 and 97.5 percentiles are 31 and 50.
    expect(low).toBeGreaterThanOrEqual(0.3);
    expect(low).toBeLessThanOrEqual(0.31);
    expect(high).toBeGreaterThanOrEqual(0.5);
    expect(high).toBeLessThanOrEqual(0.51);
  });

  it('repeats, and does not depend on the order of the values', () => {
    const values = [0.1, 0.9, 0.4, 0.7, 0.2];
    const first = bootstrap(values, 'mean', 500, 3);
    expect(bootstrap(values.toReversed(), 'mean', 500, 3)).toEqual(first);
  });

  it('draws medians of actual resamples', () => {
    const values = [0, 0.2, 0.3, 0.9];
    const medians = new Set<number>();
    for (const a of values) for (const b of values) medians.add((a + b) / 2);
    fc.assert(
      fc.property(fc.integer(), (seed) => {
        const [only] = bootstrap(values, 'median', 1, seed);
        expect(medians).toContain(only);
      }),
    );
  });

  it('covers a median as the order statistics do', () => {
    const random = createRandom(9);
    const values = Array.from({ length: 75 }, () => random.next());
    const [low, high] = bootstrap(values, 'median', 5000, 1);
    const [lowest, highest] = medianNormal95(values);
    const median = aggregateOf(values, 'median');
    expect(lowest).toBeLessThan(median);
    expect(highest).toBeGreaterThan(median);
    expect(Math.abs(low - lowest)).toBeLessThan(0.06);
    expect(Math.abs(high - highest)).toBeLessThan(0.06);
  });
});

describe('medianNormal95', () => {
  it('takes the order statistics at n/2 ± 1.96·√n/2', () => {
    const ranks = (n: number) => medianNormal95(Array.from({ length: n }, (_, index) => index + 1));
    expect(ranks(75)).toEqual([29, 47]);
    expect(ranks(3)).toEqual([1, 3]);
    expect(ranks(1)).toEqual([1, 1]);
  });
});

describe('aggregateOf', () => {
  it.each([
    [[3], 3],
    [[1, 2], 1.5],
    [[3, 1, 2], 2],
    [[4, 1, 3, 2], 2.5],
  ])('median of %j is %d', (values, expected) => {
    expect(aggregateOf(values, 'median')).toBe(expected);
  });
});

describe('signFlipTest', () => {
  const exact = (differences: readonly number[]): number => {
    const moving = differences.filter((difference) => difference !== 0);
    const total = Math.abs(moving.reduce((sum, each) => sum + each, 0));
    let count = 0;
    for (let signs = 0; signs < 2 ** moving.length; signs++) {
      const sum = moving.reduce((all, each, index) => all + ((signs >> index) & 1 ? -each : each), 0);
      if (Math.abs(sum) >= total - 1e-9) count++;
    }
    return count / 2 ** moving.length;
  };

  it('equals enumeration for few differences', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -4, max: 4 }), { maxLength: 9 }), (eighths) => {
        const differences = eighths.map((each) => each / 8);
        expect(signFlipTest(differences, 100, createRandom(1))).toBe(exact(differences));
      }),
    );
  });

  it('is 1 where nothing differs, and 2/2ⁿ where all differ one way', () => {
    expect(signFlipTest([], 100, createRandom(1))).toBe(1);
    expect(signFlipTest([0, 0, 0], 100, createRandom(1))).toBe(1);
    expect(signFlipTest(new Array<number>(16).fill(1), 100, createRandom(1))).toBe(2 / 2 ** 16);
  });

  it('goes over to sampling without a jump: near exact, never 0', () => {
    const differences = Array.from({ length: 18 }, (_, index) => (index % 3 === 0 ? -1 : 1) * (1 + (index % 5)));
    expect(Math.abs(signFlipTest(differences, 20_000, createRandom(1)) - exact(differences))).toBeLessThan(0.01);
    expect(signFlipTest(new Array<number>(60).fill(1), 999, createRandom(1))).toBe(1 / 1000);
  });

  it('does not care which method comes first', () => {
    const differences = Array.from({ length: 40 }, (_, index) => Math.sin(index * 7) + 0.2);
    const turned = differences.map((difference) => -difference);
    expect(signFlipTest(turned, 2000, createRandom(5))).toBe(signFlipTest(differences, 2000, createRandom(5)));
  });

  it('keeps its level: p is about uniform where there is no difference', () => {
    const random = createRandom(11);
    const p = Array.from({ length: 400 }, () =>
      signFlipTest(
        Array.from({ length: 12 }, () => random.normal()),
        1,
        random,
      ),
    );
    const below = p.filter((each) => each <= 0.05).length / p.length;
    expect(below).toBeGreaterThan(0.02);
    expect(below).toBeLessThan(0.09);
  });
});

describe('holm', () => {
  it('corrects as in the textbook', () => {
    const corrected = holm([0.01, 0.04, 0.03, 0.005]);
    for (const [index, expected] of [0.03, 0.06, 0.06, 0.02].entries()) {
      expect(corrected[index]).toBeCloseTo(expected, 12);
    }
    expect(holm([0.9, 0.8])).toEqual([1, 1]);
    expect(holm([])).toEqual([]);
  });

  it('never lowers a p, keeps their order and stays at most Bonferroni', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 8 }), (p) => {
        const corrected = holm(p);
        for (const [i, value] of corrected.entries()) {
          expect(value).toBeGreaterThanOrEqual(p[i] ?? 0);
          expect(value).toBeLessThanOrEqual(Math.min(1, (p[i] ?? 0) * p.length));
          for (const [j, other] of corrected.entries()) {
            if ((p[i] ?? 0) < (p[j] ?? 0)) expect(value).toBeLessThanOrEqual(other);
          }
        }
      }),
    );
  });
});

describe('rejection', () => {
  const query = (best: number | undefined, right: boolean, relevant = true) => ({
    query: 'q',
    matches: best === undefined ? [] : [{ track: right ? 'r' : 'x', score: best, where: [] }],
    relevant: new Set(relevant ? ['r'] : []),
    relations: [],
    noise: new Set<string>(),
    poolSize: 5,
  });

  it('counts ties half', () => {
    expect(auroc([2, 1], [1, 0])).toBe(0.875);
    expect(auroc([1, 1], [1, 1])).toBe(0.5);
    expect(auroc([], [1])).toBeNaN();
  });

  it('keeps 90 % of the right first answers', () => {
    const positives = Array.from({ length: 10 }, (_, index) => query(index + 1, true));
    const negatives = [query(0.5, false, false), query(2, false, false), query(undefined, false, false)];
    expect(rejectionOf([...positives, ...negatives])).toEqual({
      positives: 10,
      negatives: 3,
      auroc: (10 + 8.5 + 10) / 30,
      threshold: 2,
      falseAlarmRate: 1 / 3,
    });
  });

  it('has no threshold where no first answer is right, and is absent without negatives', () => {
    const none = rejectionOf([query(1, false), query(0.5, false, false)]);
    expect(none).toEqual({ positives: 1, negatives: 1, auroc: 1 });
    expect(rejectionOf([query(1, true)])).toBeUndefined();
  });

  it('does not count a first answer that ties with a wrong one', () => {
    const tied = { ...query(1, true), matches: ['r', 'x'].map((track) => ({ track, score: 1, where: [] })) };
    expect(rejectionOf([tied, query(0, false, false)])?.threshold).toBeUndefined();
  });
});
