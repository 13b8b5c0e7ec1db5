import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { neighbourLists, usedNeighbours } from './nearest.ts';
import { sortedNeighbours } from './sorted-neighbours.ts';

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

test('the reference has cases', () => {
  expect(golden.cases.length).toBe(25);
});

describe.each(golden.cases)('$points, k = $k, dilation $dilation', (each) => {
  const points = golden.points[each.points] ?? [];

  test.each(['dglHeap', 'sorted'] as const)('in %s order', (order) => {
    const { k, dilation } = each;
    const flat = Float32Array.from(points.flat());
    const lists = neighbourLists(flat, points.length, { k, dilation, order });
    const size = lists.length / points.length;
    const found = points.map((_, i) => [...lists.subarray(i * size, (i + 1) * size)]);
    expect(found).toEqual(each[order]);
    expect(found.map((list) => list.filter((_, i) => i % dilation === 0))).toEqual(each[`${order}Used`]);
    const usedOf = order === 'sorted' ? sortedNeighbours : usedNeighbours;
    expect([...usedOf(flat, points.length, { k, dilation, order })]).toEqual(each[`${order}Used`].flat());
  });
});
