import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRealFft } from './fft.ts';

const noise = (size: number, seed: number): Float32Array => {
  let state = seed >>> 0;
  return Float32Array.from({ length: size }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 31 - 1;
  });
};

const forward = (x: Float32Array) => {
  const re = new Float32Array(x.length / 2 + 1);
  const im = new Float32Array(x.length / 2 + 1);
  createRealFft(x.length).forward(x, re, im);
  return { re, im };
};

/** One coefficient straight from the definition, in double precision. */
const direct = (x: Float32Array, k: number): [number, number] => {
  let re = 0;
  let im = 0;
  for (let n = 0; n < x.length; n++) {
    const angle = (-2 * Math.PI * ((k * n) % x.length)) / x.length;
    re += (x[n] ?? 0) * Math.cos(angle);
    im += (x[n] ?? 0) * Math.sin(angle);
  }
  return [re, im];
};

const sizes = [...Array.from({ length: 12 }, (_, i) => 2 ** (i + 4)), 96, 160, 320, 2016, 3584, 20_480, 32 * 401];
const root = (x: ArrayLike<number>): number => Math.sqrt(Array.from(x).reduce((sum, v) => sum + v * v, 0));

describe.each(sizes)('real FFT of size %i', (size) => {
  const x = noise(size, size);
  const { re, im } = forward(x);

  it('equals the definition', () => {
    const half = size / 2;
    const bins =
      size <= 512
        ? Array.from({ length: half + 1 }, (_, k) => k)
        : [0, 1, 2, 3, 5, half / 2 - 1, half / 2, half / 2 + 1, half - 2, half - 1, half, 77 % half];
    // Rounding grows with the norm of x, not with the single coefficient.
    const tolerance = 3e-7 * root(x) * Math.log2(size);
    for (const k of bins) {
      const [expectedRe, expectedIm] = direct(x, k);
      expect(Math.abs((re[k] ?? Number.NaN) - expectedRe)).toBeLessThan(tolerance);
      expect(Math.abs((im[k] ?? Number.NaN) - expectedIm)).toBeLessThan(tolerance);
    }
  });

  it('keeps the energy (Parseval)', () => {
    let energy = 0;
    for (let k = 0; k <= size / 2; k++)
      energy += (k === 0 || k === size / 2 ? 1 : 2) * ((re[k] ?? 0) ** 2 + (im[k] ?? 0) ** 2);
    expect(energy / size / root(x) ** 2).toBeCloseTo(1, 5);
  });

  it('is undone by the inverse', () => {
    const back = new Float32Array(size);
    createRealFft(size).inverse(re, im, back);
    expect(Math.max(...back.map((v, i) => Math.abs(v - (x[i] ?? 0))))).toBeLessThan(2e-6);
  });
});

describe('real FFT', () => {
  it('is linear', () => {
    fc.assert(
      fc.property(fc.nat(), fc.nat(), fc.integer({ min: -8, max: 8 }), (a, b, gain) => {
        const x = noise(64, a);
        const y = noise(64, b);
        const sum = forward(x.map((v, i) => gain * v + (y[i] ?? 0)));
        const fx = forward(x);
        const fy = forward(y);
        for (let k = 0; k <= 32; k++) {
          expect(Math.abs((sum.re[k] ?? 0) - gain * (fx.re[k] ?? 0) - (fy.re[k] ?? 0))).toBeLessThan(1e-4);
          expect(Math.abs((sum.im[k] ?? 0) - gain * (fx.im[k] ?? 0) - (fy.im[k] ?? 0))).toBeLessThan(1e-4);
        }
      }),
    );
  });

  it('leaves its input as it was', () => {
    const x = noise(256, 3);
    const copy = x.slice();
    forward(x);
    expect(x).toEqual(copy);
  });

  it('may be used interleaved with others of the same and other sizes', () => {
    const x = noise(256, 3);
    const alone = forward(x);
    const one = createRealFft(256);
    const re = new Float32Array(129);
    const im = new Float32Array(129);
    one.forward(noise(256, 4), re, im);
    forward(noise(1024, 5));
    one.forward(x, re, im);
    expect(re).toEqual(alone.re);
    expect(im).toEqual(alone.im);
  });

  it.each([0, 8, 48, 100, -16, -32, 2.5, Number.NaN])('refuses size %d', (size) => {
    expect(() => createRealFft(size)).toThrow(/powers of two/);
  });
});
