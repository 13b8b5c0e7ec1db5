import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createRandom } from '@sid/core';
import { describe, expect, test } from 'vitest';
import { neighbourLists } from './nearest.ts';

interface KnnCase {
  readonly points: string;
  readonly k: number;
  readonly dilation: number;
  readonly dglHeap: readonly (readonly number[])[];
  readonly dglHeapUsed: readonly (readonly number[])[];
  readonly sorted: readonly (readonly number[])[];
  readonly sortedUsed: readonly (readonly number[])[];
}

const file = join(import.meta.dirname, '../../../../test/golden/encoders/knn.json');
const golden = JSON.parse(readFileSync(file, 'utf8')) as {
  readonly points: Readonly<Record<string, readonly (readonly number[])[]>>;
  readonly cases: readonly KnnCase[];
};

/** As a backend gives them: rounded after every step. */
const productsOf = (points: readonly (readonly number[])[]): Float32Array =>
  Float32Array.from(
    points.flatMap((a) =>
      points.map((b) => a.reduce((sum, value, c) => Math.fround(sum + Math.fround(value * (b[c] ?? 0))), 0)),
    ),
  );

test('products spare work and change nothing, near ties and far from the origin', () => {
  const random = createRandom('nearest');
  for (const [nodes, channels, offset] of [
    [60, 3, 0],
    [60, 3, 1000],
    [40, 16, 30],
  ] as const) {
    const points = Array.from({ length: nodes }, () =>
      Array.from({ length: channels }, () => Math.fround(offset + Math.round(random.normal() * 4) / 8)),
    );
    const flat = Float32Array.from(points.flat());
    const options = { k: 5, dilation: 2, order: 'sorted' } as const;
    expect(neighbourLists(flat, nodes, options, productsOf(points))).toEqual(neighbourLists(flat, nodes, options));
  }
  const broken = Float32Array.of(1, Number.NaN, 2, 3);
  const options = { k: 2, dilation: 1, order: 'sorted' } as const;
  expect(neighbourLists(broken, 4, options, productsOf([...broken].map((value) => [value])))).toEqual(
    neighbourLists(broken, 4, options),
  );
});

test('the reference has cases', () => {
  expect(golden.cases.length).toBe(25);
});

describe.each(golden.cases)('$points, k = $k, dilation $dilation', (each) => {
  const points = golden.points[each.points] ?? [];

  test.each(['dglHeap', 'sorted'] as const)('in %s order', (order) => {
    const { k, dilation } = each;
    const flat = Float32Array.from(points.flat());
    const listsOf = (products?: Float32Array): readonly (readonly number[])[] => {
      const lists = neighbourLists(flat, points.length, { k, dilation, order }, products);
      const size = lists.length / points.length;
      return points.map((_, i) => [...lists.subarray(i * size, (i + 1) * size)]);
    };
    expect(listsOf()).toEqual(each[order]);
    expect(listsOf().map((list) => list.filter((_, i) => i % dilation === 0))).toEqual(each[`${order}Used`]);
    expect(listsOf(productsOf(points))).toEqual(each[order]);
  });
});
