import { createRandom } from '@sid/core';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { poolGradient } from './max-pool.ts';

const cases = fc.record({
  batch: fc.integer({ min: 1, max: 3 }),
  height: fc.integer({ min: 1, max: 12 }),
  width: fc.integer({ min: 1, max: 12 }),
  channels: fc.integer({ min: 1, max: 9 }),
  size: fc.integer({ min: 1, max: 4 }),
  stride: fc.integer({ min: 1, max: 3 }),
  /** Values: few make ties. */
  levels: fc.constantFrom(2, 3, 2 ** 24),
  broken: fc.constantFrom(0, 0, 0.1),
  seed: fc.nat(),
});

test('the gradient goes to the first largest value of each window, as in plain JavaScript', () => {
  fc.assert(
    fc.property(cases, ({ batch, height, width, channels, size, stride, levels, broken, seed }) => {
      const random = createRandom(seed);
      const padding = random.int(Math.floor(size / 2) + 1);
      const [rows, columns] = [height, width].map((n) =>
        Math.max(0, Math.floor((n + 2 * padding - size) / stride) + 1),
      );
      const x = Float32Array.from({ length: batch * height * width * channels }, () =>
        random.next() < broken ? Number.NaN : random.int(levels) / 7 - 0.1,
      );
      const shape = [batch, rows ?? 0, columns ?? 0, channels] as const;
      const dy = Float32Array.from({ length: shape.reduce((a, b) => a * b) }, () => random.next() - 0.5);
      const back = new Float32Array(x.length);
      dy.forEach((slope, i) => {
        const c = i % channels;
        const column = (Math.floor(i / channels) % shape[2]) * stride - padding;
        const row = (Math.floor(i / channels / shape[2]) % shape[1]) * stride - padding;
        const item = Math.floor(i / channels / shape[2] / shape[1]);
        let best = -1;
        for (let r = Math.max(0, row); r < Math.min(height, row + size); r++)
          for (let k = Math.max(0, column); k < Math.min(width, column + size); k++) {
            const at = ((item * height + r) * width + k) * channels + c;
            if (best < 0 || (x[at] ?? 0) > (x[best] ?? 0)) best = at;
          }
        back[best] = (back[best] ?? 0) + slope;
      });
      const shapes = { x: [batch, height, width, channels], dy: shape } as const;
      expect(poolGradient(x, dy, shapes, { size, stride, padding })).toEqual(back);
    }),
    { numRuns: 500 },
  );
});
