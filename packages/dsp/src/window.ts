/** Periodic Hann window: `hann(n)[k] = (1 − cos(2πk/n))/2`, so that copies shifted by n/2 add up to one. */
export const hann = (size: number): Float32Array =>
  Float32Array.from({ length: size }, (_, k) => 0.5 - 0.5 * Math.cos((2 * Math.PI * k) / size));
