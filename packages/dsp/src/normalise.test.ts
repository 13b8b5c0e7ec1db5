import { describe, expect, it } from 'vitest';
import { normaliseDbMax, normaliseLogMax, normaliseMinMax } from './normalise.ts';

const window = { rows: 2, cols: 2, data: Float32Array.of(1, 0.5, 0.25, 4) };
const silence = { rows: 2, cols: 2, data: new Float32Array(4) };

const expectData = (made: { readonly data: Float32Array }, expected: readonly number[]): void => {
  for (const [i, value] of expected.entries()) expect(made.data[i]).toBeCloseTo(value, 4);
};

describe('normalisation of a window', () => {
  it('log-max: logarithm relative to the greatest, standardised', () => {
    expectData(normaliseLogMax(window), [-Math.log(4), -Math.log(8), -Math.log(16), 0]);
    expectData(normaliseLogMax(window, -1, 2), [
      (1 - Math.log(4)) / 2,
      (1 - Math.log(8)) / 2,
      (1 - Math.log(16)) / 2,
      0.5,
    ]);
    expectData(normaliseLogMax(silence), new Array(4).fill(Math.log(1e-12)));
  });

  it('min-max: from 0 to 1, a constant to 0', () => {
    expectData(normaliseMinMax(window), [0.2, 0.25 / 3.75, 0, 1]);
    expectData(normaliseMinMax({ ...silence, data: new Float32Array(4).fill(-100) }), [0, 0, 0, 0]);
  });

  it('db-max: decibels below the greatest', () => {
    const decibels = { rows: 1, cols: 3, data: Float32Array.of(-10, -95, -100) };
    expectData(normaliseDbMax(decibels, 80), [0, -80, -80]);
    expectData(normaliseDbMax(decibels, 80, -80, 80), [1, 0, 0]);
    expectData(normaliseDbMax({ ...silence, data: new Float32Array(4).fill(-100) }, 80), [0, 0, 0, 0]);
  });

  it('does not depend on the level, and leaves its input alone', () => {
    const louder = { ...window, data: window.data.map((value) => 8 * value) };
    for (const normalise of [normaliseLogMax, normaliseMinMax])
      expect(normalise(louder).data).toEqual(normalise(window).data);
    expect(window.data).toEqual(Float32Array.of(1, 0.5, 0.25, 4));
  });

  it('writes to the room it is given', () => {
    const normalisers = [
      (room?: Float32Array) => normaliseLogMax(window, 0, 1, room),
      (room?: Float32Array) => normaliseMinMax(window, room),
      (room?: Float32Array) => normaliseDbMax(window, 80, -80, 80, room),
    ];
    for (const normalise of normalisers) {
      const room = new Float32Array(4).fill(Number.NaN);
      expect(normalise(room).data).toBe(room);
      expect(normalise(room)).toEqual(normalise());
    }
  });
});
