import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hertzToMels, melBank, melsToHertz } from './mel-bank.ts';

describe.each(['slaney', 'htk'] as const)('mel scale %s', (scale) => {
  it('is undone by its inverse and rises', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 20_000, noNaN: true }), (hertz) => {
        expect(melsToHertz(hertzToMels(hertz, scale), scale)).toBeCloseTo(hertz, 6);
        expect(hertzToMels(hertz + 1, scale)).toBeGreaterThan(hertzToMels(hertz, scale));
      }),
    );
  });
});

it('puts 1000 Hz at 15 (Slaney) and at 999.99 (HTK)', () => {
  expect(hertzToMels(1000, 'slaney')).toBeCloseTo(15, 10);
  expect(hertzToMels(1000, 'htk')).toBeCloseTo(999.9855, 3);
  // 27 logarithmic steps from 1 kHz to 6.4 kHz.
  expect(hertzToMels(6400, 'slaney')).toBeCloseTo(42, 10);
});

describe('mel bank', () => {
  const layout = {
    sampleRate: 16_000,
    fftSize: 1024,
    bins: 40,
    fmin: 0,
    fmax: 8000,
    scale: 'htk',
    norm: 'none',
  } as const;

  it('adds up to one between the first and the last peak when not normalised', () => {
    const sums = new Float64Array(513);
    for (const { first, weights } of melBank(layout))
      for (const [i, weight] of weights.entries()) sums[first + i] = (sums[first + i] ?? 0) + weight;
    const step = 16_000 / 1024;
    const peak = (i: number): number => melsToHertz(((i + 1) * hertzToMels(8000, 'htk')) / 41, 'htk') / step;
    for (let k = Math.ceil(peak(0)); k <= Math.floor(peak(39)); k++) expect(sums[k]).toBeCloseTo(1, 10);
  });

  it('has triangles of equal area when normalised', () => {
    const fine = { ...layout, fftSize: 65_536, norm: 'slaney' } as const;
    for (const { weights } of melBank(fine))
      expect(weights.reduce((sum, weight) => sum + weight, 0) * (16_000 / 65_536)).toBeCloseTo(1, 2);
  });
});
