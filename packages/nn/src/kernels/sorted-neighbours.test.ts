import { createRandom } from '@sid/core';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { usedNeighbours } from './nearest.ts';
import { sortedNeighbours } from './sorted-neighbours.ts';

const expectSame = (points: Float32Array, nodes: number, k: number, dilation: number): void => {
  const options = { k, dilation, order: 'sorted' } as const;
  expect(sortedNeighbours(points, nodes, options)).toEqual(usedNeighbours(points, nodes, options));
};

interface Cloud {
  readonly nodes: number;
  readonly channels: number;
  /** Where the points lie, how far apart they are, and how many values a coordinate can have: few make ties. */
  readonly offset: number;
  readonly spread: number;
  readonly levels: number;
  readonly seed: number;
}

const pointsOf = ({ nodes, channels, offset, spread, levels, seed }: Cloud): Float32Array => {
  const random = createRandom(seed);
  return Float32Array.from({ length: nodes * channels }, () => {
    const x = random.next() - 0.5;
    return offset + spread * (levels === 0 ? x : Math.round(x * levels) / levels);
  });
};

const clouds = fc.record({
  nodes: fc.integer({ min: 1, max: 70 }),
  channels: fc.integer({ min: 1, max: 40 }),
  offset: fc.constantFrom(0, 0, 1, -30, 1000, 1e5),
  spread: fc.constantFrom(0, 1e-45, 1e-41, 1e-30, 1e-19, 1e-3, 1, 1e6, 1e15, 1e18, 1e19, 1e30),
  levels: fc.constantFrom(0, 0, 1, 2, 8, 1000),
  seed: fc.nat(),
});

test('as in plain JavaScript, to the last tie, at every scale', () => {
  fc.assert(
    fc.property(clouds, fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 4 }), (cloud, k, dilation) =>
      expectSame(pointsOf(cloud), cloud.nodes, k, dilation),
    ),
    { numRuns: 1000 },
  );
});

test('where a value is not finite, or too large for products', () => {
  for (const value of [Number.NaN, Number.POSITIVE_INFINITY, 3e38, -4e18]) {
    const points = pointsOf({ nodes: 20, channels: 5, offset: 0, spread: 1, levels: 2, seed: 1 });
    points[33] = value;
    expectSame(points, 20, 4, 2);
  }
});

test('more neighbours than there are nodes', () => {
  expectSame(pointsOf({ nodes: 7, channels: 3, offset: 0, spread: 1, levels: 2, seed: 2 }), 7, 5, 3);
});

test('nodes of the size that networks have', () => {
  for (const [nodes, channels, dilation] of [
    [256, 8, 1],
    [128, 32, 2],
    [64, 64, 3],
    [32, 128, 3],
  ] as const)
    for (const levels of [0, 4])
      expectSame(pointsOf({ nodes, channels, offset: 0.3, spread: 2, levels, seed: 3 }), nodes, 5, dilation);
});
