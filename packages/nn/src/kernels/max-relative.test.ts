import { createRandom } from '@sid/core';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { leastGradient, leastOf } from './max-relative.ts';

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
      const values = new Float32Array(h.length);
      const places = new Int32Array(h.length).fill(-1);
      const back = new Float32Array(h.length);
      for (let item = 0; item < batch; item++)
        for (let i = 0; i < size; i++) {
          const node = item * nodes + Math.floor(i / channels);
          for (let edge = node * k; edge < (node + 1) * k; edge++) {
            if (dropped?.[edge] === 1) continue;
            const place = (lists[edge] ?? 0) * channels + (i % channels);
            const [before = -1, start] = [places[item * size + i], item * size];
            if (before < 0 || (h[start + place] ?? 0) < (h[start + before] ?? 0)) places[start + i] = place;
          }
          const place = places[item * size + i] ?? -1;
          if (place < 0) continue;
          const [own, other] = [item * size + i, item * size + place];
          values[own] = (h[own] ?? 0) - (h[other] ?? 0);
          back[own] = (back[own] ?? 0) + (slopes[own] ?? 0);
          back[other] = (back[other] ?? 0) - (slopes[own] ?? 0);
        }
      const found = leastOf(h, lists, dropped, [batch, nodes, k, channels]);
      expect(found).toEqual({ values, places });
      expect(leastGradient(slopes, found.places, size)).toEqual(back);
    }),
    { numRuns: 500 },
  );
});
