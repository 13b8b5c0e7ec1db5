import { type Audio, type Frontend, type Matrix, type Numbers, SidError } from '@sid/core';
import { columns } from './picture.ts';

/** A picture before magnitudes are taken: what is added up in it sounds together. */
export interface ComplexPicture {
  readonly real: Matrix;
  readonly imaginary: Matrix;
}

/** What takes a frontend's complex pictures. @throws SidError SID_METHOD_UNFIT where it has none */
export const complexOf = (
  frontend: Frontend,
  pairing: string,
): ((samples: Float32Array) => Promise<ComplexPicture>) => {
  if (frontend.complex === undefined) {
    throw new SidError(
      'SID_METHOD_UNFIT',
      `The pairing "${pairing}" adds up songs in complex pictures, and the frontend gives none.`,
      { suggestions: ['Use the frontend "vqt" or "cqt" with output: magnitude.'] },
    );
  }
  const { sampleRate } = frontend.spec;
  return async (samples) => {
    const audio: Audio = { id: 'part', sampleRate, samples };
    // Checked above; the frontend keeps its own `this`.
    const picture = await frontend.complex?.(audio);
    const none = { rows: 0, cols: 0, data: new Float32Array(0) };
    return picture ?? { real: none, imaginary: none };
  };
};

const both = (picture: ComplexPicture, change: (part: Matrix) => Matrix): ComplexPicture => ({
  real: change(picture.real),
  imaginary: change(picture.imaginary),
});

/** Linear interpolation along time to ⌊cols / tempoRatio⌋ columns, ends not aligned (as PyTorch by default). */
const interpolated = ({ rows, cols, data }: Matrix, tempoRatio: number): Matrix => {
  const count = Math.max(1, Math.floor(cols / tempoRatio));
  const out = new Float32Array(rows * count);
  for (let i = 0; i < count; i++) {
    const at = Math.min(cols - 1, Math.max(0, ((i + 0.5) * cols) / count - 0.5));
    const j = Math.floor(at);
    const next = Math.min(cols - 1, j + 1);
    const t = at - j;
    for (let row = 0, from = 0; row < rows; row++, from += cols) {
      const x = data[from + j] ?? 0;
      out[row * count + i] = x + t * ((data[from + next] ?? 0) - x);
    }
  }
  return { rows, cols: count, data: out };
};

/** The picture of the same music at another tempo, above 1 is faster (Riou et al. 2025). */
export const atTempo = (picture: ComplexPicture, tempoRatio: number): ComplexPicture =>
  tempoRatio === 1 ? picture : both(picture, (part) => interpolated(part, tempoRatio));

/** Moves rows up by `bins`; what comes in at an edge is the outermost row again. */
const moved = ({ rows, cols, data }: Matrix, bins: number): Matrix => {
  const out = new Float32Array(data.length);
  for (let row = 0; row < rows; row++) {
    const from = Math.min(rows - 1, Math.max(0, row - bins)) * cols;
    out.set(data.subarray(from, from + cols), row * cols);
  }
  return { rows, cols, data: out };
};

/** The picture of the same music that many bins higher. */
export const higher = (picture: ComplexPicture, bins: number): ComplexPicture =>
  bins === 0 ? picture : both(picture, (part) => moved(part, bins));

export const complexColumns = (picture: ComplexPicture, from: number, count: number): ComplexPicture =>
  both(picture, (part) => columns(part, from, count));

/** What `Frontend.extract` gives of the same audio. */
export const magnitudes = ({ real, imaginary }: ComplexPicture): Matrix => {
  const out = new Float32Array(real.data.length);
  for (let i = 0; i < out.length; i++) {
    const [x, y] = [real.data[i] ?? 0, imaginary.data[i] ?? 0];
    out[i] = Math.sqrt(x * x + y * y);
  }
  return { ...real, data: out };
};

/** The magnitudes of a picture to which `factor` times another is added. */
export const magnitudesTogether = (one: ComplexPicture, other: ComplexPicture, factor = 1): Matrix => {
  const [a, b] = [one.real.data, one.imaginary.data];
  const [c, d] = [other.real.data, other.imaginary.data];
  const out = new Float32Array(a.length);
  for (let i = 0; i < out.length; i++) {
    const x = (a[i] ?? 0) + factor * (c[i] ?? 0);
    const y = (b[i] ?? 0) + factor * (d[i] ?? 0);
    out[i] = Math.sqrt(x * x + y * y);
  }
  return { ...one.real, data: out };
};

/** An array of an item, where it was put as single-precision numbers. */
export const floats = (numbers: Numbers | undefined): Float32Array =>
  numbers instanceof Float32Array ? numbers : new Float32Array(0);

/** A picture of which an item keeps shape and parts. */
export const storedPicture = (
  shape: Numbers | undefined,
  real: Numbers | undefined,
  imaginary: Numbers | undefined,
): ComplexPicture => {
  const [rows = 0, cols = 0] = shape ?? [];
  return { real: { rows, cols, data: floats(real) }, imaginary: { rows, cols, data: floats(imaginary) } };
};
