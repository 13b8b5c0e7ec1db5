import { expect, it } from 'vitest';
import { hashPairs, pairPeaks } from './pairs.ts';

const options = { fftSize: 2048, fanOut: 2, minDeltaFrames: 2, maxDeltaFrames: 10, maxDeltaHertz: 650 };
const peaks = (list: readonly (readonly [number, number])[]) => ({
  frames: Uint32Array.from(list, ([frame]) => frame),
  bins: Uint16Array.from(list, ([, bin]) => bin),
});
const pairsOf = (list: readonly (readonly [number, number])[]): readonly (readonly number[])[] => {
  const { firsts, seconds } = pairPeaks(peaks(list), options);
  return Array.from(firsts, (first, i) => [first, seconds[i] ?? -1]);
};

it('pairs a peak with the next ones, up to the fan-out', () => {
  expect(
    pairsOf([
      [0, 100],
      [2, 110],
      [3, 90],
      [4, 100],
    ]),
  ).toEqual([
    [0, 1],
    [0, 2],
    [1, 3],
  ]);
});

it('pairs neither what is too near or too far in time nor what is too far in frequency', () => {
  expect(
    pairsOf([
      [0, 100],
      [1, 100],
      [2, 222],
      [11, 100],
      [30, 100],
    ]),
  ).toEqual([[1, 3]]);
});

it('gives equal hashes to equal constellations at any time, others to any other', () => {
  const hash = (first: readonly [number, number], second: readonly [number, number]): number | undefined =>
    hashPairs({ firsts: Uint32Array.of(0), seconds: Uint32Array.of(1) }, peaks([first, second])).hashes[0];
  expect(hash([5, 100], [9, 80])).toBe(hash([1000, 100], [1004, 80]));
  const seen = new Set<number | undefined>();
  for (const bin of [1, 511, 767, 1023])
    for (const higher of [-120, -1, 0, 1, 120])
      for (const later of [1, 2, 62, 63]) seen.add(hash([0, bin], [later, bin + higher + 0]));
  // Bin 1 has nothing 120 bins below it: that pair wraps in the test's own array, and is left out.
  expect(seen.size - (seen.has(undefined) ? 1 : 0)).toBe(4 * 5 * 4 - 2 * 4 + 4);
});

it('leaves out pairs that no longer fit, and says which it kept', () => {
  const kept: number[] = [];
  const moved = peaks([
    [0, 1500],
    [4, 1510],
    [8, 900],
    [80, 905],
    [9, 901],
  ]);
  const pairs = { firsts: Uint32Array.of(0, 2, 2), seconds: Uint32Array.of(1, 3, 4) };
  const { hashes, frames } = hashPairs(pairs, moved, (pair) => kept.push(pair));
  expect([...kept, hashes.length, ...frames]).toEqual([2, 1, 8]);
});
