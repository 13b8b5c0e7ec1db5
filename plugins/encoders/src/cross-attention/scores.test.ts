import type { Found, Hit } from '@sid/core';
import { describe, expect, test } from 'vitest';
import { candidatesOf } from './candidates.ts';
import { scoresOf } from './scores.ts';

const hit = (track: string, from: number, score: number): Hit => ({ span: { track, from, to: from + 4 }, score });
const hits = [
  [hit('a', 0, 0.9), hit('b', 8, 0.8), hit('c', 4, 0.7)],
  [hit('a', 0, 0.95), hit('a', 4, 0.6), hit('b', 0, 0.5)],
];
const found: Found = {
  query: [
    { track: 'q', from: 0, to: 4, semitones: 1 },
    { track: 'q', from: 4, to: 8 },
  ],
  hits,
  matches: [
    { track: 'c', score: 3, where: [] },
    { track: 'b', score: 2, where: [] },
  ],
};

describe('candidates', () => {
  test('are the first hits of every window, each once, the nearest first', () => {
    const candidates = candidatesOf(hits, { neighbours: 2 });
    expect(candidates.map(({ span: { track, from }, finders, cosine }) => [track, from, finders, cosine])).toEqual([
      ['a', 0, [1, 0], 0.95],
      ['b', 8, [0], 0.8],
      ['a', 4, [1], 0.6],
    ]);
    expect(candidatesOf(hits, { neighbours: 2, most: 1 }).length).toBe(1);
  });
});

describe('scores', () => {
  const judged = candidatesOf(hits, { neighbours: 3 }).map((candidate, i) => ({
    candidate,
    window: candidate.finders[0] ?? 0,
    probability: [0.75, 0.5, 0.25, 0.875, 0.4][i] ?? 0,
  }));
  const fullTracks = { threshold: 0.5, repeated: false, rejected: 'last', places: 10 } as const;
  const listed = (options: object) =>
    scoresOf(judged, found, { ...fullTracks, ...options }).map(({ track, score }) => [track, score]);

  test('are sums of the probabilities above the threshold; tracks without any come last, as the matcher has them', () => {
    expect(judged.map(({ candidate: { span } }) => `${span.track}${span.from}`)).toEqual([
      'a0',
      'b8',
      'c4',
      'a4',
      'b0',
    ]);
    expect(listed({})).toEqual([
      ['a', 1.625],
      ['c', 0],
      ['b', 0],
    ]);
  });

  test('of short queries count a candidate as often as it was found, and leave the rejected out', () => {
    expect(listed({ repeated: true, rejected: 'absent' })).toEqual([['a', 2 * 0.75 + 0.875]]);
  });

  test('have the places of what was accepted, with the shift of its windows', () => {
    const [best] = scoresOf(judged, found, { ...fullTracks, threshold: 0.3 });
    expect(best?.where).toEqual([
      { query: { from: 4, to: 8 }, reference: { from: 4, to: 8 }, score: 0.875 },
      { query: { from: 4, to: 8 }, reference: { from: 0, to: 4 }, score: 0.75 },
    ]);
    expect(scoresOf(judged, found, { ...fullTracks, threshold: 0.3 })[1]?.where[0]).toMatchObject({ semitones: -1 });
  });
});
