import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createResampler, resample, resampledLength } from './resample.ts';

const tone = (frequency: number, rate: number, count: number): Float32Array =>
  Float32Array.from({ length: count }, (_, n) => Math.cos((2 * Math.PI * frequency * n) / rate + 0.4));

const decibels = (ratio: number): number => 20 * Math.log10(Math.max(ratio, 1e-12));

/** Best fit of a·cos(2πft + φ) to the inner part: its level, phase, and the RMS level of what it leaves, in dB re 1. */
const sineIn = (samples: Float32Array, frequency: number, rate: number) => {
  const edge = Math.floor(samples.length / 8);
  let [cc, cs, ss, xc, xs] = [0, 0, 0, 0, 0];
  for (let n = edge; n < samples.length - edge; n++) {
    const c = Math.cos((2 * Math.PI * frequency * n) / rate);
    const s = Math.sin((2 * Math.PI * frequency * n) / rate);
    const x = samples[n] ?? 0;
    cc += c * c;
    cs += c * s;
    ss += s * s;
    xc += x * c;
    xs += x * s;
  }
  const determinant = cc * ss - cs * cs;
  const a = (xc * ss - xs * cs) / determinant;
  const b = (xs * cc - xc * cs) / determinant;
  let rest = 0;
  for (let n = edge; n < samples.length - edge; n++) {
    const t = (2 * Math.PI * frequency * n) / rate;
    rest += ((samples[n] ?? 0) - a * Math.cos(t) - b * Math.sin(t)) ** 2;
  }
  return {
    gainDb: decibels(Math.hypot(a, b)),
    phase: Math.atan2(-b, a),
    restDb: decibels(Math.sqrt((2 * rest) / (samples.length - 2 * edge))),
  };
};

const levelDb = (samples: Float32Array): number => {
  const edge = Math.floor(samples.length / 8);
  const inner = samples.subarray(edge, samples.length - edge);
  return decibels(Math.sqrt((2 * inner.reduce((sum, x) => sum + x * x, 0)) / inner.length));
};

const pairs = [
  [44100, 11025],
  [44100, 16000],
  [48000, 16000],
  [22050, 16000],
  [22050, 11025],
  [16000, 22050],
  [48000, 44100],
  [8000, 44100],
  [44101, 44100],
] as const;

describe.each(pairs)('%i Hz to %i Hz', (from, to) => {
  const nyquist = Math.min(from, to) / 2;
  const seconds = 0.5;
  const convert = (frequency: number) => resample(tone(frequency, from, from * seconds), from, to);

  it('passes everything up to 0.9 Nyquist within 0.1 dB, adds nothing above −80 dB, delays nothing', () => {
    for (const part of [0.002, 0.01, 0.1, 0.25, 0.4, 0.5, 0.6137, 0.7, 0.8, 0.85, 0.875, 0.89, 0.9]) {
      const { gainDb, phase, restDb } = sineIn(convert(part * nyquist), part * nyquist, to);
      expect(Math.abs(gainDb), `gain at ${part} Nyquist`).toBeLessThan(0.1);
      expect(restDb, `residue at ${part} Nyquist`).toBeLessThan(-80);
      // A delay of d seconds would turn the phase by 2πfd.
      expect(Math.abs((phase - 0.4) / (2 * Math.PI * part * nyquist)) * to, 'delay in samples').toBeLessThan(1e-3);
    }
  });

  it('answers an impulse symmetrically, in its place', () => {
    // After one second both grids meet.
    const impulse = new Float32Array(2 * from);
    impulse[from] = 1;
    const output = resample(impulse, from, to);
    expect(output.indexOf(Math.max(...output))).toBe(to);
    for (let n = 1; n < 300; n++) expect(Math.abs((output[to + n] ?? 0) - (output[to - n] ?? 0))).toBeLessThan(1e-6);
  });
});

describe.each(pairs.filter(([from, to]) => to < from))('%i Hz to %i Hz', (from, to) => {
  it('removes by 80 dB what lies above the new Nyquist frequency', () => {
    const nyquist = to / 2;
    const top = from / 2 / nyquist;
    const parts = [0, 0.002, 0.01, 0.05, 0.1, 0.2, 0.35, 0.5, 0.7, 0.9, 0.99].map((x) => 1 + x * (top - 1));
    for (const part of parts)
      expect(levelDb(resample(tone(part * nyquist, from, from / 2), from, to)), `at ${part} Nyquist`).toBeLessThan(-80);
  });
});

const rates = fc.constantFrom(8000, 11025, 16000, 22050, 32000, 44100, 48000, 96000, 44101, 31337);

const noise = (length: number, seed: number): Float32Array => {
  let state = seed >>> 0;
  return Float32Array.from({ length }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 31 - 1;
  });
};

describe('resample', () => {
  it('gives ceil(n·to/from) samples, whole or in pieces the same to the bit', () => {
    fc.assert(
      fc.property(
        fc.nat(30_000),
        rates,
        rates,
        fc.array(fc.integer({ min: 0, max: 9000 }), { maxLength: 5 }),
        (length, from, to, cuts) => {
          const input = noise(length, length);
          const whole = resample(input, from, to);
          expect(whole.length).toBe(Math.ceil((length * to) / from));
          const stream = createResampler(from, to);
          const output: number[] = [];
          // Too many numbers to be arguments of one call.
          const take = (part: Float32Array): void => {
            for (const sample of part) output.push(sample);
          };
          let start = 0;
          for (const cut of cuts) {
            take(stream.push(input.subarray(start, start + cut)));
            start += cut;
          }
          take(stream.push(input.subarray(start)));
          take(stream.flush());
          expect(Float32Array.from(output)).toEqual(whole);
        },
      ),
      { numRuns: 30 },
    );
  });

  it('is as new after flush', () => {
    const stream = createResampler(44100, 16000);
    const input = noise(20_000, 1);
    const run = () => [...stream.push(input), ...stream.flush()];
    expect(run()).toEqual(run());
  });

  it('returns a copy where the rates are equal', () => {
    const input = noise(10, 1);
    const output = resample(input, 16000, 16000);
    expect(output).toEqual(input);
    expect(output).not.toBe(input);
  });

  it('keeps a constant constant', () => {
    const output = resample(new Float32Array(44100).fill(0.5), 44100, 16000);
    for (const value of output.subarray(1000, 15000)) expect(Math.abs(value - 0.5)).toBeLessThan(1e-5);
  });

  it.each([0, 999, 768_001, 44100.5, Number.NaN])('refuses the rate %d', (rate) => {
    expect(() => resample(new Float32Array(10), rate, 16000)).toThrow(/whole numbers from 1000/);
  });

  it('counts without rounding', () => {
    expect(resampledLength(44100, 44100, 11025)).toBe(11025);
    expect(resampledLength(44101, 44100, 11025)).toBe(11026);
    expect(resampledLength(0, 44100, 11025)).toBe(0);
  });
});
