import type { BandKernel } from './band-kernel.ts';
import { createRealFft } from './fft.ts';

/** What is left of a band filter's spectrum when all that is next to nothing is cut away. */
export interface BandFilter {
  /** Index of the first coefficient: a multiple of 4, negative where the band reaches below 0 Hz. */
  readonly first: number;
  /**
   * The spectrum over `size` numbers per turn, without the phase of its centre; a multiple of 4 of them. Already divided
   * by `size`, as the inverse transform wants it.
   */
  readonly weights: Float32Array;
  /** Its imaginary part, where the filter is not symmetric: librosa's fill their frame, which is of even length. */
  readonly skew: Float32Array | undefined;
}

/** A complex sequence over one period; index 0 is time 0, negative times lie at its end. */
interface Complex {
  readonly re: Float32Array;
  readonly im: Float32Array;
}

/**
 * @param size - length of the transform the filter is meant for
 * @param frameLength - where given, the filter acts on the non-negative frequencies of frames of this length only
 * @param tail - at each end, coefficients are cut away whose root of energy is this part of the filter's
 */
export const bandFilter = (
  kernel: BandKernel,
  size: number,
  frameLength: number | undefined,
  tail: number,
): BandFilter => {
  const time =
    frameLength === undefined ? sequence(kernel, size) : stretched(analytic(sequence(kernel, frameLength)), size);
  const { re, im } = spectrum(time);
  const wrapped = (f: number): number => (f < 0 ? f + size : f >= size ? f - size : f);
  const square = (f: number): number => (re[wrapped(f)] ?? 0) ** 2 + (im[wrapped(f)] ?? 0) ** 2;
  const middle = Math.round((kernel.omega / (2 * Math.PI)) * size);
  const ends = [middle - size / 2 + 4, middle + size / 2 - 4] as const;
  let energy = 0;
  for (let f = ends[0]; f <= ends[1]; f++) energy += square(f);
  // Music has power as 1/f: what is cut off below the band counts accordingly more.
  const heard = (f: number): number => (f < middle ? (square(f) * middle) / Math.max(1, Math.abs(f)) : square(f));
  // Half a turn to each side at most, and not all of it: beginning and end are then moved to multiples of 4.
  let [from, to]: [number, number] = [...ends];
  for (let cut = heard(from); cut < tail ** 2 * energy && from < middle; cut += heard(from)) from++;
  for (let cut = heard(to); cut < tail ** 2 * energy && to > middle; cut += heard(to)) to--;

  const first = Math.floor(from / 4) * 4;
  const length = Math.ceil((to + 1 - first) / 4) * 4;
  const weights = new Float32Array(length);
  const skew = new Float32Array(length);
  let skewed = 0;
  for (let f = from; f <= to; f++) {
    // H[f]·e^(i(θ − ω)c), conjugate. Here f is not wrapped: a delay of half a sample is not periodic in θ.
    const angle = ((2 * Math.PI * f) / size - kernel.omega) * kernel.centre;
    const [a, b] = [re[wrapped(f)] ?? 0, im[wrapped(f)] ?? 0];
    weights[f - first] = (a * Math.cos(angle) - b * Math.sin(angle)) / size;
    const imaginary = -(a * Math.sin(angle) + b * Math.cos(angle));
    skew[f - first] = imaginary / size;
    skewed += imaginary ** 2;
  }
  return { first, weights, skew: skewed > tail ** 2 * energy ? skew : undefined };
};

/** The conjugate of the kernel: its transform is the conjugate of what spectra are multiplied by. */
const sequence = ({ first, window, omega }: BandKernel, size: number): Complex => {
  const re = new Float32Array(size);
  const im = new Float32Array(size);
  for (const [i, weight] of window.entries()) {
    const n = first + i;
    const at = n < 0 ? n + size : n;
    re[at] = weight * Math.cos(omega * n);
    im[at] = weight * Math.sin(omega * n);
  }
  return { re, im };
};

/** Transform over all frequencies, from that of two real sequences. */
const spectrum = ({ re, im }: Complex): Complex => {
  const size = re.length;
  const fft = createRealFft(size);
  const bins = size / 2 + 1;
  const [ar, ai, br, bi] = [0, 1, 2, 3].map(() => new Float32Array(bins)) as [
    Float32Array,
    Float32Array,
    Float32Array,
    Float32Array,
  ];
  fft.forward(re, ar, ai);
  fft.forward(im, br, bi);
  const out = { re: new Float32Array(size), im: new Float32Array(size) };
  for (let k = 0; k < bins; k++) {
    const [a, b, c, d] = [ar[k] ?? 0, ai[k] ?? 0, br[k] ?? 0, bi[k] ?? 0];
    const mirrored = (size - k) % size;
    out.re[mirrored] = a + d;
    out.im[mirrored] = c - b;
    out.re[k] = a - d;
    out.im[k] = b + c;
  }
  return out;
};

/** The sequence with its negative frequencies left out; 0 and Nyquist stay as they are. */
const analytic = (sequence: Complex): Complex => {
  const size = sequence.re.length;
  const half = size / 2;
  const { re, im } = spectrum(sequence);
  // The parts of a one-sided spectrum S that belong to a real and to an imaginary sequence are S/2 and S/2i.
  const part = (a: Float32Array, b: Float32Array, sign: number): Float32Array => {
    const x = Float32Array.from({ length: half + 1 }, (_, k) => (a[k] ?? 0) * (k % half === 0 ? 1 : 0.5));
    const y = Float32Array.from({ length: half + 1 }, (_, k) => (k % half === 0 ? 0 : (sign * (b[k] ?? 0)) / 2));
    const out = new Float32Array(size);
    createRealFft(size).inverse(x, y, out);
    return out;
  };
  return { re: part(re, im, 1), im: part(im, re, -1) };
};

/** The same times within a longer period. */
const stretched = ({ re, im }: Complex, size: number): Complex => {
  const longer = (x: Float32Array): Float32Array => {
    const out = new Float32Array(size);
    const half = x.length / 2;
    out.set(x.subarray(0, half));
    out.set(x.subarray(half), size - half);
    return out;
  };
  return { re: longer(re), im: longer(im) };
};
