import { expect, test } from 'vitest';
import { binLabel, distinctBins } from './bins.ts';

test('bins read as ranges, open ones as bounds', () => {
  const open = Number.POSITIVE_INFINITY;
  expect(
    (
      [
        [2, 4],
        [-2.5, -0.5],
        [8, open],
        [-open, -4],
        [3, 3],
        [-open, open],
      ] as const
    ).map((bin) => binLabel(bin)),
  ).toEqual(['2–4', '−2.5…−0.5', '≥ 8', '< −4', '3', 'all']);
});

test('equal bins are one, in ascending order', () => {
  expect(
    distinctBins([
      [2, 4],
      [-1, 2],
      [2, 4],
    ]),
  ).toEqual([
    [-1, 2],
    [2, 4],
  ]);
});
