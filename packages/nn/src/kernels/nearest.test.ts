import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { everyNth, neighbourLists } from './nearest.ts';

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
    const lists = neighbourLists(Float32Array.from(points.flat()), points.length, { k, dilation, order });
    expect(lists.map((list) => [...list])).toEqual(each[order]);
    expect(lists.map((list) => [...everyNth(list, dilation)])).toEqual(each[`${order}Used`]);
  });
});
