import { createRandom } from '@sid/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type BandKernel, bandFrameLength, bandKernels, bandLengths } from './band-kernel.ts';
import { type BandSettings, createBandTransform } from './band-transform.ts';
import { copyPadded } from './padding.ts';

const noise = (length: number, seed: number): Float32Array => {
  const random = createRandom(`noise ${seed}`);
  return Float32Array.from({ length }, () => 2 * random.next() - 1);
};

const plain: BandSettings = {
  definition: 'direct',
  sampleRate: 8000,
  hop: 100,
  fmin: 200,
  binsPerOctave: 6,
  bins: 20,
  gamma: 20,
  centred: true,
  padding: 'constant',
  output: 'complex',
};

type Complex = readonly [number, number];

/** Σ x[t + n]·k[n], in double precision. */
const correlated = (x: (n: number) => number, { first, window, omega }: BandKernel): Complex => {
  let [re, im] = [0, 0];
  for (const [i, weight] of window.entries()) {
    const n = first + i;
    re += weight * x(n) * Math.cos(omega * n);
    im -= weight * x(n) * Math.sin(omega * n);
  }
  return [re, im];
};

/** The same with the frame's negative frequencies left out of the kernel: librosa's way. */
const analytic = (x: (n: number) => number, kernel: BandKernel, size: number): Complex => {
  let [re, im] = [0, 0];
  for (let f = 0; f <= size / 2; f++) {
    const theta = (2 * Math.PI * f) / size;
    // Coefficient f of the frame, and of the kernel e^(+iθn)-wise.
    let [xr, xi] = [0, 0];
    for (let n = -size / 2; n < size / 2; n++) {
      xr += x(n) * Math.cos(theta * n);
      xi -= x(n) * Math.sin(theta * n);
    }
    const turned = { ...kernel, omega: kernel.omega - theta };
    const [kr, ki] = correlated(() => 1, turned);
    re += (xr * kr - xi * ki) / size;
    im += (xr * ki + xi * kr) / size;
  }
  return [re, im];
};

/**
 * What is cut off the filters' spectra (band-plan.ts, `tail`) answers noise with a normal error of 1 to 2e-5 of what the
 * filter gives: each number is held to 1e-4, which chance does not come near, and the mean of many to 3e-5.
 *
 * @returns the errors: those of one setting may all be of a single frame, or of frames that hardly differ
 */
const framesApart = (settings: BandSettings, samples: Float32Array, count: number): readonly number[] => {
  const transform = createBandTransform(settings);
  const { cols, data } = transform.run(samples);
  const kernels = bandKernels(settings);
  const frame = bandFrameLength(settings);
  const padded = new Float32Array(samples.length + 2 * frame);
  copyPadded(samples, -frame, padded, settings.padding);
  const random = createRandom('frames');
  const errors: number[] = [];
  for (let i = 0; i < count; i++) {
    const [bin, col] = [random.int(settings.bins), random.int(cols)];
    const kernel = kernels[bin];
    if (kernel === undefined) continue;
    const centre = col * settings.hop + (settings.centred ? 0 : frame / 2);
    const x = (n: number): number => padded[frame + centre + n] ?? 0;
    const [re, im] = settings.definition === 'librosa' ? analytic(x, kernel, frame) : correlated(x, kernel);
    const made = [data[bin * cols + col] ?? 0, data[(settings.bins + bin) * cols + col] ?? 0] as const;
    // Noise from −1 to 1 has a mean square of 1/3.
    const usual = Math.sqrt(kernel.window.reduce((sum, weight) => sum + weight * weight, 0) / 3);
    const error = Math.hypot(made[0] - re, made[1] - im) / usual;
    expect(error, `bin ${bin}, frame ${col}`).toBeLessThan(1e-4);
    errors.push(error);
  }
  return errors;
};

const expectSmall = (errors: readonly number[]): void =>
  expect(Math.sqrt(errors.reduce((sum, error) => sum + error ** 2, 0) / errors.length)).toBeLessThan(3e-5);

describe('band transform', () => {
  it('equals its definition in the time domain', () => {
    const settings = fc.record({
      definition: fc.constantFrom('direct', 'nnaudio'),
      sampleRate: fc.constantFrom(8000, 11025),
      hop: fc.constantFrom(1, 30, 64, 100, 147, 211),
      fmin: fc.integer({ min: 100, max: 400 }),
      binsPerOctave: fc.integer({ min: 3, max: 24 }),
      bins: fc.integer({ min: 1, max: 8 }),
      gamma: fc.constantFrom(0, 10, 50, 'erb' as const),
      centred: fc.boolean(),
      padding: fc.constantFrom('constant', 'reflect'),
      output: fc.constant('complex'),
    });
    const errors: number[] = [];
    fc.assert(
      fc.property(settings as fc.Arbitrary<BandSettings>, fc.integer({ min: 0, max: 5000 }), (some, extra) => {
        errors.push(...framesApart(some, noise(bandFrameLength(some) + extra, extra), 6));
      }),
      { numRuns: 25 },
    );
    expectSmall(errors);
  });

  it('leaves out negative frequencies as librosa does', () => {
    const settings: BandSettings = { ...plain, definition: 'librosa', fmin: 150, bins: 22, gamma: 30 };
    expect(bandFrameLength(settings)).toBeLessThanOrEqual(512);
    expectSmall(framesApart(settings, noise(3000, 1), 12));
  });

  it('is linear', () => {
    const settings: BandSettings = { ...plain, definition: 'librosa' };
    const { run } = createBandTransform(settings);
    fc.assert(
      fc.property(fc.nat(), fc.nat(), fc.integer({ min: -4, max: 4 }), (a, b, gain) => {
        const [x, y] = [noise(2000, a), noise(2000, b)];
        const sum = run(x.map((value, n) => gain * value + (y[n] ?? 0))).data;
        const [fx, fy] = [run(x).data, run(y).data];
        const peak = sum.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
        for (const [i, value] of sum.entries())
          expect(Math.abs(value - gain * (fx[i] ?? 0) - (fy[i] ?? 0))).toBeLessThan(1e-5 * peak);
      }),
      { numRuns: 10 },
    );
  });

  it('moves by a frame when the signal moves by a hop', () => {
    const { run } = createBandTransform(plain);
    const x = noise(6000, 5);
    const [whole, moved] = [run(x), run(x.subarray(plain.hop))];
    const margin = Math.ceil(bandFrameLength(plain) / plain.hop);
    for (let row = 0; row < whole.rows; row++)
      for (let col = margin; col < moved.cols - margin; col++)
        expect(moved.data[row * moved.cols + col]).toBeCloseTo(whole.data[row * whole.cols + col + 1] ?? 0, 4);
  });

  it('gives magnitudes and powers of the complex numbers, and only the bands of a crop', () => {
    const x = noise(4000, 6);
    const complex = createBandTransform(plain).run(x);
    const half = complex.data.length / 2;
    const crop = { first: 5, bins: 7 };
    const magnitude = createBandTransform({ ...plain, output: 'magnitude', crop }).run(x);
    const power = createBandTransform({ ...plain, output: 'power' }).run(x);
    expect([magnitude.rows, power.rows, complex.rows]).toEqual([7, 20, 40]);
    for (const [i, value] of power.data.entries()) {
      const expected = (complex.data[i] ?? 0) ** 2 + (complex.data[half + i] ?? 0) ** 2;
      expect(Math.abs(value - expected)).toBeLessThan(1e-5 * (1 + expected));
    }
    for (const [i, value] of magnitude.data.entries())
      expect(Math.abs(value ** 2 - (power.data[crop.first * power.cols + i] ?? 0))).toBeLessThan(1e-4);
  });

  it('counts frames', () => {
    const centred = createBandTransform(plain);
    expect([0, 99, 100, 8000].map((n) => centred.frames(n))).toEqual([1, 1, 2, 81]);
    const { frames, frameLength } = createBandTransform({ ...plain, centred: false });
    expect(frameLength).toBe(bandFrameLength(plain));
    expect([0, frameLength - 1, frameLength, frameLength + 100].map((n) => frames(n))).toEqual([0, 0, 1, 2]);
  });
});

it('has the filter lengths of the published VQT', () => {
  const layout = { ...plain, sampleRate: 16_000, fmin: 27.5, binsPerOctave: 36, bins: 288, gamma: 7 };
  const some = [0, 36, 72, 108, 144, 216, 287];
  expect(some.map((k) => bandLengths(layout)[k])).toEqual([2124, 1983, 1751, 1419, 1029, 389, 114]);
  const constantQ = bandLengths({ ...layout, gamma: 0 });
  expect(some.map((k) => constantQ[k])).toEqual([29_928, 14_964, 7482, 3741, 1871, 468, 120]);
});
