import { createRealFft, hann } from '@sid/dsp';

/** Short-time spectra: frame after frame, the bins of each side by side. */
export interface Spectra {
  readonly frames: number;
  readonly bins: number;
  readonly real: Float32Array;
  readonly imaginary: Float32Array;
}

/** Spectra under Hann windows of `size` samples, a quarter of it apart; four of them see each sample. */
export const shortTime = (samples: Float32Array, size: number): Spectra => {
  const hop = size / 4;
  const fft = createRealFft(size);
  const window = hann(size);
  const frames = Math.ceil((samples.length + size - hop) / hop);
  const bins = size / 2 + 1;
  const real = new Float32Array(frames * bins);
  const imaginary = new Float32Array(frames * bins);
  const time = new Float32Array(size);
  for (let frame = 0; frame < frames; frame++) {
    const from = (frame + 1) * hop - size;
    for (let i = 0; i < size; i++) time[i] = (window[i] ?? 0) * (samples[from + i] ?? 0);
    fft.forward(
      time,
      real.subarray(frame * bins, (frame + 1) * bins),
      imaginary.subarray(frame * bins, (frame + 1) * bins),
    );
  }
  return { frames, bins, real, imaginary };
};

/** The inverse, each bin multiplied by what `mask` has in its place: `length` samples. */
export const overlapped = (
  { frames, bins, real, imaginary }: Spectra,
  mask: Float32Array,
  length: number,
): Float32Array => {
  const size = 2 * (bins - 1);
  const hop = size / 4;
  const fft = createRealFft(size);
  const window = hann(size);
  const out = new Float32Array(length);
  const [re, im, time] = [new Float32Array(bins), new Float32Array(bins), new Float32Array(size)];
  for (let frame = 0; frame < frames; frame++) {
    for (let bin = 0, i = frame * bins; bin < bins; bin++, i++) {
      re[bin] = (mask[i] ?? 0) * (real[i] ?? 0);
      im[bin] = (mask[i] ?? 0) * (imaginary[i] ?? 0);
    }
    fft.inverse(re, im, time);
    const from = (frame + 1) * hop - size;
    const [begin, end] = [Math.max(0, -from), Math.min(size, length - from)];
    // Squared Hann windows a quarter apart add up to 3/2.
    for (let i = begin; i < end; i++) out[from + i] = (out[from + i] ?? 0) + ((time[i] ?? 0) * (window[i] ?? 0)) / 1.5;
  }
  return out;
};
