import { createRandom } from '@sid/core';

export const sampleRate = 16_000;

/** A tone of amplitude 0.5. */
export const tone = (hz: number, seconds = 2): Float32Array =>
  Float32Array.from({ length: seconds * sampleRate }, (_, i) => 0.5 * Math.sin((2 * Math.PI * hz * i) / sampleRate));

/** White noise in −0.5…0.5. */
export const noise = (seconds = 2): Float32Array => {
  const random = createRandom('noise');
  return Float32Array.from({ length: seconds * sampleRate }, () => random.next() - 0.5);
};

/** Amplitude of the part of a signal at one frequency. */
export const amplitudeAt = (samples: Float32Array, hz: number): number => {
  let [re, im] = [0, 0];
  samples.forEach((x, i) => {
    re += x * Math.cos((2 * Math.PI * hz * i) / sampleRate);
    im += x * Math.sin((2 * Math.PI * hz * i) / sampleRate);
  });
  return (2 * Math.hypot(re, im)) / samples.length;
};

/** The frequency between two at which a signal is strongest, in steps of 1 Hz. */
export const strongest = (samples: Float32Array, low: number, high: number): number => {
  const frequencies = Array.from({ length: high - low + 1 }, (_, i) => low + i);
  const strengths = frequencies.map((hz) => amplitudeAt(samples, hz));
  return low + strengths.indexOf(Math.max(...strengths));
};

export const inDecibels = (factor: number): number => 20 * Math.log10(factor);
