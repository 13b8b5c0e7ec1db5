import { createRealFft, hann } from '@sid/dsp';
import { logarithms } from './logarithms.ts';

/** As in audfprint: what a peak is made of lies below half of this rate. */
export const sampleRate = 11_025;
/** 23 ms. */
export const hopSize = 256;
export const secondsPerFrame = hopSize / sampleRate;

/** Pole of the high-pass along time: a bin forgets its level within about a second (1/(1 − 0.98) = 50 frames). */
const pole = 0.98;

/** How the spectrum is cut up. */
export interface Grid {
  readonly fftSize: number;
  /** Bins 0…binCount − 1 are looked at, `sampleRate / fftSize` apart. */
  readonly binCount: number;
}

/** How far every bin is above its own recent level, frame after frame. */
export interface RisingSpectrum {
  readonly frames: number;
  /** The next frame, `binCount` values in octaves of power. The array is reused. */
  next(): Float32Array;
}

/**
 * Log power through (1 − z⁻¹)/(1 − 0.98·z⁻¹) along time, as in Ellis' fingerprints: steady sound and the tone colour
 * of a recording vanish, onsets remain. Power is floored 120 dB under that of a sine as loud as the loudest sample,
 * so that nothing depends on the level. The filter starts as if the first frame had lasted for ever.
 *
 * @param start - sample at which the first frame starts
 */
export const createRisingSpectrum = (samples: Float32Array, start: number, grid: Grid): RisingSpectrum => {
  const { fftSize, binCount } = grid;
  const fft = createRealFft(fftSize);
  const window = hann(fftSize);
  const frame = new Float32Array(fftSize);
  const re = new Float32Array(fftSize / 2 + 1);
  const im = new Float32Array(fftSize / 2 + 1);
  const { values, replace } = logarithms(binCount);
  const level = new Float32Array(binCount);
  const output = new Float32Array(binCount);
  // A sine of amplitude a has magnitude a·size/4 under this window.
  const floor = ((peakOf(samples) * fftSize) / 4e6) ** 2;
  let at = start;

  const measure = (): void => {
    for (let i = 0; i < fftSize; i++) frame[i] = (samples[at + i] as number) * (window[i] as number);
    fft.forward(frame, re, im);
    for (let k = 0; k < binCount; k++) {
      const r = re[k] as number;
      const i = im[k] as number;
      const power = r * r + i * i;
      values[k] = power > floor ? power : floor;
    }
    replace();
  };
  const next = (): Float32Array => {
    measure();
    if (at === start) level.set(values);
    for (let k = 0; k < binCount; k++) {
      const now = values[k] as number;
      output[k] = now - (level[k] as number) + pole * (output[k] as number);
      level[k] = now;
    }
    at += hopSize;
    return output;
  };
  const room = samples.length - start - fftSize;
  // Silence has no level to rise above; nor has what is next to nothing to a float.
  return { frames: floor > 1e-30 && room >= 0 ? Math.floor(room / hopSize) + 1 : 0, next };
};

const peakOf = (samples: Float32Array): number => {
  let peak = 0;
  for (let i = 0; i < samples.length; i++) {
    const a = Math.abs(samples[i] as number);
    if (a > peak) peak = a;
  }
  return peak;
};
