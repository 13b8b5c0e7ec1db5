import { createRandom } from '@sid/core';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Part, type Scaled, standardised, standardisedSlopes } from './standardise-desk.ts';

const cases = fc.record({
  batch: fc.integer({ min: 1, max: 4 }),
  /** Of an item. More than are gone over together. */
  rows: fc.oneof(fc.integer({ min: 2, max: 12 }), fc.constantFrom(256, 300)),
  parts: fc.array(
    fc.record({ channels: fc.integer({ min: 1, max: 9 }), over: fc.constantFrom<Part['over']>('item', 'batch') }),
    { minLength: 1, maxLength: 3 },
  ),
  level: fc.constantFrom(0, 1, 100),
  seed: fc.nat(),
});

const epsilon = 1e-5;

/** Rows that share statistics, for one channel: their places in x. */
const groupsOf = (parts: readonly Part[], batch: number, rows: number) => {
  const stride = parts.reduce((sum, { channels }) => sum + channels, 0);
  let first = 0;
  return parts.flatMap(({ channels, over }, part) => {
    const start = first;
    first += channels;
    const [groups, count] = over === 'item' ? [batch, rows] : [1, batch * rows];
    return Array.from({ length: channels * groups }, (_, i) => {
      const [group, channel] = [Math.floor(i / channels), i % channels];
      const places = Array.from({ length: count }, (__, row) => (group * count + row) * stride + start + channel);
      return { part, channel, group, places };
    });
  });
};

const mean = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length;

test('values, statistics and gradients are those of the formulas in double precision', () => {
  fc.assert(
    fc.property(cases, ({ batch, rows, parts, level, seed }) => {
      const random = createRandom(seed);
      const normals = (length: number, around = 0): Float32Array =>
        Float32Array.from({ length }, () => around + random.normal());
      const size = batch * rows * parts.reduce((sum, { channels }) => sum + channels, 0);
      const [x, dy] = [normals(size, level), normals(size)];
      const scaled = parts.map(
        (part): Scaled => ({ ...part, gain: normals(part.channels, 1), bias: normals(part.channels) }),
      );
      const { y: onDesk, statistics } = standardised(x, batch, scaled, epsilon);
      const y = onDesk.slice();
      const kept = scaled.map((part, i) => ({ ...part, ...(statistics[i] as (typeof statistics)[number]) }));
      const slopes = standardisedSlopes(x, dy, batch, kept);
      const sums = parts.map(({ channels }) => ({
        gain: new Array(channels).fill(0),
        bias: new Array(channels).fill(0),
      }));
      const near = (actual: number | undefined, expected: number, scale = 1): void => {
        expect(Math.abs((actual ?? Number.NaN) - expected)).toBeLessThan(
          3e-5 * (1 + level / 10) * (scale + Math.abs(expected)),
        );
      };
      for (const { part, channel, group, places } of groupsOf(parts, batch, rows)) {
        const { gain = new Float32Array(0), bias = [], channels = 0 } = scaled[part] ?? {};
        const at = group * channels + channel;
        const values = places.map((place) => x[place] ?? 0);
        const middle = mean(values);
        const variance = mean(values.map((value) => (value - middle) ** 2));
        const inverse = 1 / Math.sqrt(variance + epsilon);
        near(statistics[part]?.mean[at], middle);
        near(statistics[part]?.variance[at], (variance * places.length) / Math.max(1, places.length - 1));
        near(statistics[part]?.inverse[at], inverse);
        const hats = values.map((value) => (value - middle) * inverse);
        const given = places.map((place) => dy[place] ?? 0);
        const [shift, tilt] = [mean(given), mean(given.map((slope, i) => slope * (hats[i] ?? 0)))];
        places.forEach((place, i) => {
          near(y[place], (gain[channel] ?? 0) * (hats[i] ?? 0) + (bias[channel] ?? 0));
          const slope = (gain[channel] ?? 0) * inverse * ((given[i] ?? 0) - shift - (hats[i] ?? 0) * tilt);
          near(slopes.x[place], slope, 1 + inverse);
        });
        const sum = sums[part] as { gain: number[]; bias: number[] };
        sum.gain[channel] = (sum.gain[channel] ?? 0) + tilt * places.length;
        sum.bias[channel] = (sum.bias[channel] ?? 0) + shift * places.length;
      }
      sums.forEach((sum, part) => {
        for (const [c, value] of sum.gain.entries()) near(slopes.parts[part]?.gain[c], value, rows * batch);
        for (const [c, value] of sum.bias.entries()) near(slopes.parts[part]?.bias[c], value, rows * batch);
      });
    }),
    { numRuns: 300 },
  );
});
