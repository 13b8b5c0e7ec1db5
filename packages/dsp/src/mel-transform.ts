import type { Matrix } from '@sid/core';
import { type FftPlan, fftPlan } from './fft-plan.ts';
import { type MelLayout, melBank } from './mel-bank.ts';
import { allocate, floatsAt, integersAt, kernels, place } from './memory.ts';
import { copyPadded, type Padding } from './padding.ts';
import { hann } from './window.ts';

export interface MelSettings extends MelLayout {
  /** Samples from frame to frame. */
  readonly hop: number;
  /** Where the first frame is centred on the first sample; `none`: where it begins with it. */
  readonly padding: Padding | 'none';
  /** What is summed: squared magnitudes of the spectrum, or magnitudes. */
  readonly of: 'power' | 'magnitude';
}

export interface MelTransform {
  /** Frames that `count` samples give. */
  frames(count: number): number;
  /** Filters × frames. */
  run(samples: Float32Array): Matrix;
}

/** Frames that go through before their sums are copied out. */
const batch = 64;

export const createMelTransform = (settings: MelSettings): MelTransform => {
  const { fftSize, hop, padding, bins } = settings;
  const { fft, window, spectrum, output, descriptors, coefficients } = tablesOf(settings);
  const mode = settings.of === 'power' ? 1 : 0;
  const frames = (count: number): number =>
    padding === 'none' ? Math.max(0, 1 + Math.floor((count - fftSize) / hop)) : 1 + Math.floor(count / hop);
  const firstSample = padding === 'none' ? 0 : -fftSize / 2;
  const run = (samples: Float32Array): Matrix => {
    const cols = frames(samples.length);
    const data = new Float32Array(bins * cols);
    const time = floatsAt(fft.time, fftSize);
    const sums = floatsAt(output, bins * batch);
    for (let start = 0; start < cols; start += batch) {
      const count = Math.min(batch, cols - start);
      for (let i = 0; i < count; i++) {
        copyPadded(samples, firstSample + (start + i) * hop, time, padding === 'reflect' ? 'reflect' : 'constant');
        kernels.multiply(fft.time, window, fftSize);
        fft.forward();
        kernels.magnitudes(fft.re, fft.im, spectrum, coefficients, mode);
        kernels.filterSums(descriptors, bins, output + 4 * i, batch);
      }
      for (let m = 0; m < bins; m++) data.set(sums.subarray(m * batch, m * batch + count), m * cols + start);
    }
    return { rows: bins, cols, data };
  };
  return { frames, run };
};

interface Tables {
  readonly fft: FftPlan;
  readonly window: number;
  readonly spectrum: number;
  readonly coefficients: number;
  readonly output: number;
  readonly descriptors: number;
}

const tables = new Map<string, Tables>();

const tablesOf = ({ sampleRate, fftSize, bins, fmin, fmax, scale, norm }: MelSettings): Tables => {
  const layout = { sampleRate, fftSize, bins, fmin, fmax, scale, norm };
  const key = JSON.stringify(layout);
  const known = tables.get(key) ?? makeTables(layout);
  tables.set(key, known);
  return known;
};

const makeTables = (layout: MelLayout): Tables => {
  const { fftSize, bins } = layout;
  const filters = melBank(layout);
  const coefficients = fftSize / 2 + 1;
  // Filters are lengthened to a multiple of 4 by zeros, which then meet what lies behind the spectrum.
  const spectrum = allocate(coefficients + 8);
  const descriptors = allocate(3 * bins);
  for (const [m, { first, weights }] of filters.entries()) {
    const padded = new Float32Array(Math.ceil(weights.length / 4) * 4);
    padded.set(weights);
    const pointer = place(padded);
    integersAt(descriptors + 12 * m, 3).set([pointer, spectrum + 4 * first, padded.length]);
  }
  const output = allocate(bins * batch);
  return { fft: fftPlan(fftSize), window: place(hann(fftSize)), spectrum, coefficients, output, descriptors };
};
