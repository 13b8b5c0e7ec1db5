import type { Component, Hit, Match, TrackSpan } from '@sid/core';
import { describe, expect, it } from 'vitest';
import { bestPairs, max, sum, topKMean } from './simple-matchers.ts';

const span = (track: string, from: number, semitones?: number): TrackSpan => ({
  track,
  from,
  to: from + 2,
  ...(semitones === undefined ? {} : { semitones }),
});
const hit = (track: string, from: number, score: number): Hit => ({ span: span(track, from), score });

const query = [span('q', 0), span('q', 2), span('q', 4)];
const hits = [
  [hit('a', 10, 0.9), hit('b', 0, 0.8), hit('b', 20, 0.7), hit('a', 12, 0.3)],
  [hit('a', 10, 0.6), hit('b', 0, 0.5), hit('c', 0, 0.2)],
  [hit('b', 8, 0.85), hit('c', 0, 0.4), hit('a', 0, 0.1)],
];

const rank = async (
  component: Component<'matcher'>,
  options: unknown = {},
  [asked, found]: readonly [readonly TrackSpan[], readonly (readonly Hit[])[]] = [query, hits],
): Promise<readonly Match[]> => (await component.create(component.options.parse(options), {})).rank(asked, found);

const scores = (matches: readonly Match[]): Readonly<Record<string, number>> =>
  Object.fromEntries(matches.map(({ track, score }) => [track, Number(score.toFixed(6))]));

describe('max', () => {
  it('is the best pair of each track', async () => {
    const matches = await rank(max);
    expect(scores(matches)).toEqual({ a: 0.9, b: 0.85, c: 0.4 });
    expect(matches[0]?.where[0]).toEqual({ query: { from: 0, to: 2 }, reference: { from: 10, to: 12 }, score: 0.9 });
  });

  it('breaks ties by name and shows as many places as asked for', async () => {
    const tied = [[hit('y', 0, 0.5), hit('x', 0, 0.5), hit('x', 9, 0.4)]];
    const matches = await rank(max, { places: 1 }, [query, tied]);
    expect(matches.map(({ track, where }) => [track, where.length])).toEqual([
      ['x', 1],
      ['y', 1],
    ]);
  });

  it('says by how much the query sounds higher, where windows were shifted', async () => {
    const shifted = [[{ span: span('x', 0, 3), score: 0.5 }]];
    const [match] = await rank(max, {}, [[span('q', 0, 1)], shifted]);
    expect(match?.where[0]?.semitones).toBe(2);
  });
});

describe('top-k-mean', () => {
  it('is the mean of the best pairs; those not seen count as the lowest end of a list', async () => {
    expect(scores(await rank(topKMean, { k: 2 }))).toEqual({ b: 0.825, a: 0.75, c: 0.3 });
    // c has two pairs; the lists end with 0.3, 0.2 and 0.1.
    expect(scores(await rank(topKMean, { k: 4 })).c).toBeCloseTo((0.4 + 0.2 + 0.1 + 0.1) / 4, 6);
  });
});

describe('best-pairs', () => {
  it('uses no window twice', async () => {
    // a: 0.9 (window 0, at 10), then 0.1 (window 2); 0.6 would repeat the reference's window, 0.3 the query's.
    expect(scores(await rank(bestPairs, { n: 2 }))).toEqual({ b: 0.825, a: 0.5, c: 0.25 });
  });
});

describe('sum', () => {
  it('counts each window of the reference once, with its best score', async () => {
    expect(scores(await rank(sum))).toEqual({ b: 2.35, a: 1.3, c: 0.4 });
  });

  it('counts it for every query window where asked to', async () => {
    expect(scores(await rank(sum, { repeated: true }))).toEqual({ b: 2.85, a: 1.9, c: 0.6 });
  });

  it('leaves out what is below the threshold', async () => {
    expect(scores(await rank(sum, { threshold: 0.5 }))).toEqual({ b: 2.35, a: 0.9, c: 0 });
  });
});

it.each([max, topKMean, bestPairs, sum])(
  '$name says what its scores mean and matches nothing without hits',
  async (component) => {
    const matcher = await component.create(component.options.parse({}), {});
    expect(matcher.scoreMeaning).toMatch(/cosine/);
    expect(matcher.rank(query, [[], [], []])).toEqual([]);
  },
);
