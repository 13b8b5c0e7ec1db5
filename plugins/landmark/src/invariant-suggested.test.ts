import { createRandom } from '@sid/core';
import { expect, it } from 'vitest';
import { encodeInvariantPeaks } from './invariant-code.ts';
import { createInvariantLibrary } from './invariant-library.ts';
import { invariantOptions } from './invariant-options.ts';
import type { InvariantPeaks } from './invariant-peaks.ts';
import { searchInvariantly } from './invariant-search.ts';
import { suggestedLines } from './invariant-suggested.ts';

const place = (query: readonly [number, number], reference: readonly [number, number]) => ({
  query: { from: query[0], to: query[1] },
  reference: { from: reference[0], to: reference[1] },
  score: 0.1,
});
const tracks = [{ id: 'a' }, { id: 'c' }, { id: 'e' }];

it('takes the middle of a short place, and points every five seconds of a long one, all on its line', () => {
  const where = [
    { ...place([2, 4], [10, 13]), semitones: 2, tempoRatio: 1.5 },
    { ...place([0, 20], [30, 50]), tempoRatio: 1 },
  ];
  const [short, ...long] = suggestedLines([{ track: 'c', score: 0.1, where }], tracks);
  expect(short).toEqual({ track: 1, line: { queryAt: 3000, referenceAt: 11_500, tempoRatio: 1.5, cents: 200 } });
  expect(long.map(({ line }) => line.queryAt)).toEqual([2500, 7500, 12_500, 17_500]);
  expect(long.map(({ line }) => line.referenceAt)).toEqual([32_500, 37_500, 42_500, 47_500]);
});

it('leaves out tracks that are not there', () => {
  const where = [place([2, 4], [10, 13])];
  const matches = ['0', 'b', 'e', 'f'].map((track) => ({ track, score: 0.1, where }));
  expect(suggestedLines(matches, tracks).map(({ track }) => track)).toEqual([2]);
});

it('finds at a suggested place what no vote found', () => {
  const random = createRandom(1);
  const peaks = (count: number, seconds: number): InvariantPeaks => ({
    milliseconds: Uint32Array.from({ length: count }, () => random.int(seconds * 1000)).sort(),
    cents: Uint16Array.from({ length: count }, () => 500 + random.int(6000)),
    // Too weak to vote: only a closer look compares them.
    ranks: new Uint8Array(count).fill(18),
  });
  const options = invariantOptions.parse({});
  const stored = [peaks(1200, 30), peaks(1200, 30)];
  const library = createInvariantLibrary(
    stored.map((each, i) => ({ id: `${i}`, durationSeconds: 30, code: encodeInvariantPeaks(each) })),
    options,
  );
  const [query] = stored;
  if (query === undefined) throw new Error('no query');
  const where = [{ ...place([10, 12], [10, 12]), semitones: 0, tempoRatio: 1 }];
  expect(searchInvariantly(library, query, 30, options, 5)).toEqual([]);
  const [best, other] = searchInvariantly(library, query, 30, options, 5, [
    { track: '1', score: 0.2, where },
    { track: '0', score: 0.1, where },
  ]);
  expect(best?.track).toBe('0');
  expect(best?.score).toBeGreaterThan(0.8);
  expect(other?.score ?? 0).toBeLessThan(0.5);
});
