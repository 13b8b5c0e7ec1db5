import type { Judged } from '@sid/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseMetric } from './metric-name.ts';

// Properties of all metrics over rankings, whatever their files.
const names = [
  'MAP',
  'MAP(cutoff=3)',
  'MAP(found)',
  'MAP(found,cutoff=3)',
  'HR@1',
  'HR@3',
  'MRR',
  'MRR(cutoff=2)',
  'mNR',
  'medNR',
] as const;

const judgedOf = (scores: readonly number[], relevant: readonly number[], unretrieved: number): Judged => ({
  query: 'q',
  matches: scores.map((score, index) => ({ track: `t${index}`, score, where: [] })),
  relevant: new Set([
    ...relevant.map((index) => `t${index}`),
    ...Array.from({ length: unretrieved }, (_, index) => `u${index}`),
  ]),
  relations: [],
  noise: new Set(),
  poolSize: scores.length + unretrieved + 3,
});

/** Few distinct scores, so that there are ties; at least one relevant track. */
const judgedQueries = fc
  .array(fc.integer({ min: 0, max: 2 }), { minLength: 1, maxLength: 6 })
  .chain((scores) =>
    fc.tuple(
      fc.constant(scores),
      fc.subarray(
        scores.map((_, index) => index),
        { minLength: 1 },
      ),
      fc.integer({ min: 0, max: 2 }),
    ),
  )
  .map(([scores, relevant, unretrieved]) => judgedOf(scores, relevant, unretrieved));

const orders = <T>(items: readonly T[]): readonly (readonly T[])[] =>
  items.length < 2
    ? [items]
    : items.flatMap((item, index) => orders(items.toSpliced(index, 1)).map((rest) => [item, ...rest]));

describe.each(names)('%s', (name) => {
  const metric = parseMetric(name);
  const sign = metric.better === 'higher' ? 1 : -1;

  it('is the mean over all orders of tied tracks', () => {
    fc.assert(
      fc.property(judgedQueries, (judged) => {
        const listed = parseMetric(name, { ties: 'listOrder' });
        // Sorting is stable: permuting the whole list visits every order of each tie equally often.
        const values = orders(judged.matches).map((matches) => listed.score({ ...judged, matches }) ?? Number.NaN);
        const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
        expect(metric.score(judged)).toBeCloseTo(mean, 11);
      }),
      { numRuns: 25 },
    );
  });

  it('does not depend on the order of tied tracks', () => {
    fc.assert(
      fc.property(judgedQueries, (judged) => {
        expect(metric.score({ ...judged, matches: judged.matches.toReversed() })).toBe(metric.score(judged));
      }),
    );
  });

  it('lies between 0 and 1, and between the pessimistic order and a perfect one', () => {
    fc.assert(
      fc.property(judgedQueries, (judged) => {
        const value = metric.score(judged) ?? Number.NaN;
        const worst = parseMetric(name, { ties: 'pessimistic' }).score(judged) ?? Number.NaN;
        expect(value).toBeGreaterThanOrEqual(0);
        expect(value).toBeLessThanOrEqual(1 + 1e-12);
        // The found-only denominator shrinks with what is missed: there a later relevant track can raise the value.
        if (!name.startsWith('MAP(found')) expect(sign * value).toBeGreaterThanOrEqual(sign * worst - 1e-12);
      }),
    );
  });

  it('is best for a perfect ranking', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 0, max: 5 }), (right, wrong) => {
        const scores = Array.from({ length: right + wrong }, (_, index) => -index);
        const judged = judgedOf(scores, scores.slice(0, right).map(Math.abs), 0);
        expect(metric.score(judged)).toBeCloseTo(metric.better === 'higher' ? 1 : 0, 12);
      }),
    );
  });

  it('does not get worse when a relevant track scores higher', () => {
    fc.assert(
      fc.property(judgedQueries, fc.nat(), (judged, pick) => {
        const right = judged.matches.filter(({ track }) => judged.relevant.has(track));
        const chosen = right[pick % right.length]?.track;
        const matches = judged.matches.map((match) => (match.track === chosen ? { ...match, score: 3 } : match));
        if (name.startsWith('MAP(found')) return;
        expect(sign * (metric.score({ ...judged, matches }) ?? Number.NaN)).toBeGreaterThanOrEqual(
          sign * (metric.score(judged) ?? Number.NaN) - 1e-12,
        );
      }),
    );
  });

  it('says nothing about a query that samples nothing', () => {
    expect(metric.score({ ...judgedOf([1, 0], [], 0) })).toBeNull();
  });
});

describe('noise=unranked', () => {
  it('lets noise neither take ranks nor count in the pool', () => {
    const judged = { ...judgedOf([5, 4, 3, 2], [1, 3], 0), noise: new Set(['t0', 't2']), poolSize: 6 };
    expect(parseMetric('MAP').score(judged)).toBeCloseTo((1 / 2 + 2 / 4) / 2, 12);
    expect(parseMetric('MAP(noise=unranked)').score(judged)).toBe(1);
    expect(parseMetric('mNR').score(judged)).toBeCloseTo((1 / 4 + 2 / 4) / 2, 12);
    expect(parseMetric('mNR(noise=unranked)').score(judged)).toBe(0);
    const second = { ...judged, relevant: new Set(['t3']) };
    expect(parseMetric('mNR(noise=unranked)').score(second)).toBeCloseTo(1 / 3, 12);
  });
});

describe('a track listed twice', () => {
  it('counts where it is best', () => {
    const judged = judgedOf([5, 4, 3], [1], 0);
    const matches = [...judged.matches, { track: 't1', score: 9, where: [] }];
    expect(parseMetric('MAP').score({ ...judged, matches })).toBe(1);
  });
});
