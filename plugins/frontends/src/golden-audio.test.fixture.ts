import type { Matrix } from '@sid/core';

/** Samples of a 16-bit mono WAV file with a plain header, as value / 32768. For the tests that compare with arrays. */
export const readPcm = (file: Uint8Array): Float32Array => {
  const view = new DataView(file.buffer, file.byteOffset + 44, file.byteLength - 44);
  return Float32Array.from({ length: view.byteLength / 2 }, (_, n) => view.getInt16(2 * n, true) / 32_768);
};

/** A complex picture with real and imaginary part in a last axis of 2, as arrays of other programs have it. */
export const inPairs = ({ rows, cols, data }: Matrix): Float32Array => {
  const half = (rows / 2) * cols;
  return Float32Array.from({ length: data.length }, (_, i) => data[(i % 2) * half + (i >> 1)] ?? Number.NaN);
};
