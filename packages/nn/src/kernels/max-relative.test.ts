import { createRandom } from '@sid/core';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { leastGradient, leastOf } from './max-relative.ts';
import { plainLeastGradient, plainLeastOf } from './plain-least.ts';

const shapes = fc.record({
  batch: fc.integer({ min: 1, max: 3 }),
  nodes: fc.integer({ min: 1, max: 40 }),
  k: fc.integer({ min: 1, max: 9 }),
  channels: fc.integer({ min: 1, max: 21 }),
  dropEdge: fc.constantFrom(undefined, 0, 0.2, 0.8, 1),
  /** Values of a feature: few make ties. */
  levels: fc.constantFrom(2, 3, 2 ** 24),
  /** Share of features that are not numbers. */
  broken: fc.constantFrom(0, 0, 0.1),
  seed: fc.nat(),
});

test('the least kept neighbour and its gradient, as in plain JavaScript', () => {
  fc.assert(
    fc.property(shapes, ({ batch, nodes, k, channels, dropEdge, levels, broken, seed }) => {
      const random = createRandom(seed);
      const size = nodes * channels;
      const h = Float32Array.from({ length: batch * size }, () =>
        random.next() < broken ? Number.NaN : random.int(levels) / 7 - 0.1,
      );
      const lists = Int32Array.from({ length: batch * nodes * k }, () => random.int(nodes));
      const dropped =
        dropEdge === undefined ? undefined : Uint8Array.from(lists, () => Number(random.next() < dropEdge));
      const slopes = Float32Array.from(h, () => random.next() - 0.5);
      const shape = [batch, nodes, k, channels] as const;
      const found = leastOf(h, lists, dropped, shape);
      expect(found).toEqual(plainLeastOf(h, lists, dropped, shape));
      expect(leastGradient(slopes, found.places, size)).toEqual(plainLeastGradient(slopes, found.places, size));
    }),
    { numRuns: 500 },
  );
});
