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
      const sums = parts.map(({ channels }) => {
        const zeros = (): number[] => new Array(channels).fill(0);
        return { gain: zeros(), bias: zeros(), lost: 0 };
      });
      /** @param lost - what single precision loses, over the greatest of the terms */
      const near = (actual: number | undefined, expected: number, lost: number, terms: number): void =>
        expect(Math.abs((actual ?? Number.NaN) - expected)).toBeLessThan(lost * (terms + Math.abs(expected)));
      for (const { part, channel, group, places } of groupsOf(parts, batch, rows)) {
        const { gain = new Float32Array(0), bias = [], channels = 0 } = scaled[part] ?? {};
        const at = group * channels + channel;
        const values = places.map((place) => x[place] ?? 0);
        const middle = mean(values);
        const variance = mean(values.map((value) => (value - middle) ** 2));
        const inverse = 1 / Math.sqrt(variance + epsilon);
        // The mean is rounded: more is lost where values differ by little of it.
        const lost = 2 ** -22 * (4 + Math.abs(middle) * inverse);
        const scale = Math.abs(gain[channel] ?? 0);
        near(statistics[part]?.mean[at], middle, 2 ** -22, 0.1);
        near(statistics[part]?.variance[at], (variance * places.length) / Math.max(1, places.length - 1), lost, 0);
        near(statistics[part]?.inverse[at], inverse, lost, 0);
        const hats = values.map((value) => (value - middle) * inverse);
        const given = places.map((place) => dy[place] ?? 0);
        const greatest = Math.max(...given.map(Math.abs)) * (1 + Math.max(...hats.map(Math.abs)) ** 2);
        const [shift, tilt] = [mean(given), mean(given.map((slope, i) => slope * (hats[i] ?? 0)))];
        places.forEach((place, i) => {
          const [hat = 0, slope = 0] = [hats[i], given[i]];
          const level = Math.abs(bias[channel] ?? 0);
          near(y[place], (gain[channel] ?? 0) * hat + (bias[channel] ?? 0), lost, scale * (1 + Math.abs(hat)) + level);
          const back = (gain[channel] ?? 0) * inverse * (slope - shift - hat * tilt);
          near(slopes.x[place], back, lost, scale * inverse * greatest);
        });
        const sum = sums[part] as (typeof sums)[number];
        sum.gain[channel] = (sum.gain[channel] ?? 0) + tilt * places.length;
        sum.bias[channel] = (sum.bias[channel] ?? 0) + shift * places.length;
        sum.lost = Math.max(sum.lost, lost);
      }
      sums.forEach(({ gain, bias, lost }, part) => {
        for (const [c, value] of gain.entries()) near(slopes.parts[part]?.gain[c], value, lost, rows * batch);
        for (const [c, value] of bias.entries()) near(slopes.parts[part]?.bias[c], value, 2 ** -22, 0.1);
      });
    }),
    { numRuns: 300 },
  );
});
