import { cos, sin } from './portable.ts';

const taps = 16;
const phases = 512;

const kernels = new Map<number, Float32Array>();

/** Blackman-windowed sinc with its cutoff at `cutoff` of half the sample rate, `phases` times between two samples. */
const kernelFor = (cutoff: number): Float32Array => {
  const known = kernels.get(cutoff);
  if (known) return known;
  const kernel = Float32Array.from({ length: 2 * taps * phases + 1 }, (_, i) => {
    const x = i / phases - taps;
    const window = 0.42 + 0.5 * cos((Math.PI * x) / taps) + 0.08 * cos((2 * Math.PI * x) / taps);
    return window * (x === 0 ? cutoff : sin(Math.PI * cutoff * x) / (Math.PI * x));
  });
  kernels.set(cutoff, kernel);
  return kernel;
};

/**
 * Plays at another speed, as a turntable does: pitch and tempo change together.
 *
 * @param speed - above 1 is faster and higher
 * @returns `samples.length / speed` samples
 */
export const varispeed = (samples: Float32Array, speed: number): Float32Array => {
  const kernel = kernelFor(Math.min(1, 0.95 / speed));
  const out = new Float32Array(Math.round(samples.length / speed));
  for (let i = 0; i < out.length; i++) {
    const at = i * speed;
    const first = Math.floor(at) - taps + 1;
    const offset = Math.round((first - at + taps) * phases);
    let sum = 0;
    for (let k = 0; k < 2 * taps; k++) sum += (samples[first + k] ?? 0) * (kernel[offset + k * phases] ?? 0);
    out[i] = sum;
  }
  return out;
};
