import type { Match } from '@sid/core';
import { expect, test } from 'vitest';
import { checkMatches } from './check-matches.ts';

const known = new Set(['a', 'b']);
const match = (track: string, score: number, from = 0): Match => ({
  track,
  score,
  where: [{ query: { from, to: 2 }, reference: { from: 0, to: 2 }, score }],
});

test('a good answer passes', () => {
  expect(() => checkMatches([match('a', 1), match('b', 1)], 'q', known)).not.toThrow();
});

test.each([
  ['not a finite number', [match('a', Number.NaN)]],
  ['best match first', [match('a', 1), match('b', 2)]],
  ['twice', [match('a', 1), match('a', 1)]],
  ['not in the index', [match('x', 1)]],
  ['not finite', [match('a', 1, Number.POSITIVE_INFINITY)]],
])('%s', (words, matches) => {
  expect(() => checkMatches(matches, 'q', known)).toThrow(words);
});
