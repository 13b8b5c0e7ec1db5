import type { Audio, Frontend, Matrix } from '@sid/core';
import { createBandTransform, createMelTransform, normaliseLogMax } from '@sid/dsp';

const sampleRate = 8000;
const hop = 160;

/** A small variable-Q frontend: one bin per half semitone, three of which are cropped at each end. */
export const bandFrontend = (): Frontend => {
  const bins = 126;
  const layout = { definition: 'direct', sampleRate, fmin: 65, binsPerOctave: 24, bins, gamma: 7 } as const;
  const settings = { ...layout, hop, centred: false, padding: 'constant' } as const;
  const crop = ({ cols, data }: Matrix): Matrix => ({
    rows: bins - 6,
    cols,
    data: data.slice(3 * cols, (bins - 3) * cols),
  });
  return {
    spec: { sampleRate, bins: bins - 6, framesPerSecond: sampleRate / hop },
    extract: async ({ samples }: Audio) => createBandTransform({ ...settings, output: 'magnitude' }).run(samples),
    complex: async ({ samples }: Audio) => {
      const { cols, data } = createBandTransform({ ...settings, output: 'complex' }).run(samples);
      const part = (from: number): Matrix => ({
        rows: bins,
        cols,
        data: data.slice(from * cols, (from + bins) * cols),
      });
      return { real: part(0), imaginary: part(bins) };
    },
    normalise: (window) => normaliseLogMax(crop(window)),
  };
};

/** A small mel frontend, which has no complex pictures. */
export const melFrontend = (): Frontend => {
  const layout = { sampleRate, fftSize: 512, bins: 32, fmin: 0, fmax: 4000, scale: 'htk', norm: 'none' } as const;
  return {
    spec: { sampleRate, bins: 32, framesPerSecond: sampleRate / hop },
    extract: async ({ samples }: Audio) =>
      createMelTransform({ ...layout, hop, padding: 'reflect', of: 'power' }).run(samples),
  };
};

/** The audio itself, a frame per sample: what a pairing does can be heard. */
export const audioFrontend = (rate = 2000): Frontend => ({
  spec: { sampleRate: rate, bins: 1, framesPerSecond: rate },
  extract: async ({ samples }: Audio) => ({ rows: 1, cols: samples.length, data: samples.slice() }),
  complex: async ({ samples }: Audio) => ({
    real: { rows: 1, cols: samples.length, data: samples.slice() },
    imaginary: { rows: 1, cols: samples.length, data: new Float32Array(samples.length) },
  }),
});

/** Largest difference of two signals. */
export const difference = (a: Float32Array, b: Float32Array): number =>
  a.reduce(
    (most, x, i) => Math.max(most, Math.abs(x - (b[i] ?? 0))),
    a.length === b.length ? 0 : Number.POSITIVE_INFINITY,
  );
