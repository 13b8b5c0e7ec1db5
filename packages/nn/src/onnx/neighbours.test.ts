import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs';
import * as ort from 'onnxruntime-node';
import { describe, expect, test } from 'vitest';
import type { NeighbourOrder } from '../kernels/nearest.ts';
import { neighbours } from '../kernels/neighbours.ts';
import { maxRelative } from '../layers/graph.ts';
import type { Network } from '../network.ts';
import { exportOnnx } from './export.ts';

interface KnnCase {
  readonly points: string;
  readonly k: number;
  readonly dilation: number;
  readonly dglHeapUsed: readonly (readonly number[])[];
  readonly sortedUsed: readonly (readonly number[])[];
  readonly maxRelativeHeap: readonly (readonly number[])[];
  readonly maxRelativeSorted: readonly (readonly number[])[];
}

const file = join(import.meta.dirname, '../../../../test/golden/encoders/knn.json');
const golden = JSON.parse(readFileSync(file, 'utf8')) as {
  readonly points: Readonly<Record<string, readonly (readonly number[])[]>>;
  readonly cases: readonly KnnCase[];
};

/** Points → the neighbours used and the max-relative message. */
const graph = (nodes: number, each: KnnCase, order: NeighbourOrder): Network => ({
  name: 'neighbours',
  inputs: [{ name: 'points', shape: [nodes, 2] }],
  outputs: [
    { name: 'lists', shape: [nodes, each.k] },
    { name: 'message', shape: [nodes, 2] },
  ],
  parameters: [],
  forward: ([points], pass) => {
    const x = points as tf.Tensor3D;
    const lists = neighbours(x, { k: each.k, dilation: each.dilation, order });
    const message = maxRelative(x.reshape([-1, 1, nodes, 2]), lists, 0, pass);
    return [tf.cast(lists, 'float32'), message.reshape([-1, nodes, 2])];
  },
});

const distance = (a: readonly number[] = [], b: readonly number[] = []): number =>
  a.reduce((sum, value, c) => sum + (value - (b[c] ?? Number.NaN)) ** 2, 0);

const grouped = (values: Float32Array, size: number): number[][] =>
  Array.from({ length: values.length / size }, (_, i) => [...values.slice(i * size, (i + 1) * size)]);

describe.each(['dglHeap', 'sorted'] as const)('exported neighbours in %s order', (order) => {
  const used = (each: KnnCase) => (order === 'dglHeap' ? each.dglHeapUsed : each.sortedUsed);
  const message = (each: KnnCase) => (order === 'dglHeap' ? each.maxRelativeHeap : each.maxRelativeSorted);

  test.each(golden.cases)('$points, k = $k, dilation $dilation', async (each) => {
    const points = golden.points[each.points] ?? [];
    const network = graph(points.length, each, order);
    const session = await ort.InferenceSession.create(exportOnnx(network, new Map()), { intraOpNumThreads: 1 });
    const twice = Float32Array.from([...points.flat(), ...points.flat()]);
    const results = await session.run({ points: new ort.Tensor('float32', twice, [2, points.length, 2]) });
    const size = used(each)[0]?.length ?? 0;
    const lists = grouped(results.lists?.data as Float32Array, size);
    if (order === 'dglHeap' && each.dilation === 1) {
      // The heap's order is not kept, since a maximum over all neighbours follows; of equally near nodes it may keep others.
      const far = (list: readonly number[], node: number) =>
        list.map((j) => distance(points[node % points.length], points[j])).sort((p, q) => p - q);
      expect(lists.map(far)).toEqual([...used(each), ...used(each)].map(far));
    } else {
      expect(lists).toEqual([...used(each), ...used(each)]);
      expect(grouped(results.message?.data as Float32Array, 2)).toEqual([...message(each), ...message(each)]);
    }
    await session.release();
  });
});
