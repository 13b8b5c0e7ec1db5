import type { Matrix } from '@sid/core';
import { naturalLog, takeLogarithms } from './logarithms.ts';

// Every window of a track passes here: plain loops, since a function called per number costs three times as much; and
// `out`, as long as the window, so that hundreds of windows need not be collected again.

const greatestOf = (data: Float32Array): number => {
  let greatest = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < data.length; i++) {
    const value = data[i] as number;
    if (value > greatest) greatest = value;
  }
  return greatest;
};

const leastOf = (data: Float32Array): number => {
  let least = Number.POSITIVE_INFINITY;
  for (let i = 0; i < data.length; i++) {
    const value = data[i] as number;
    if (value < least) least = value;
  }
  return least;
};

/** (x − shift)·scale. */
const move = (data: Float32Array, out: Float32Array, shift: number, scale: number): void => {
  for (let i = 0; i < out.length; i++) out[i] = ((data[i] as number) - shift) * scale;
};

/**
 * (ln(x/max + 10⁻¹²) − mean)/deviation of magnitudes (Riou et al. 2025, with the maximum of the window in place of that of
 * the batch, on which an embedding should not depend). Silence becomes the logarithm's floor.
 */
export const normaliseLogMax = (
  { rows, cols, data }: Matrix,
  mean = 0,
  deviation = 1,
  out: Float32Array = new Float32Array(data.length),
): Matrix => {
  const greatest = greatestOf(data);
  move(data, out, 0, greatest > 0 ? 1 / greatest : 0);
  takeLogarithms(out, naturalLog);
  if (mean !== 0 || deviation !== 1) {
    for (let i = 0; i < out.length; i++) out[i] = ((out[i] as number) - mean) / deviation;
  }
  return { rows, cols, data: out };
};

/** (x − min)/(max − min); a constant window becomes 0. */
export const normaliseMinMax = (
  { rows, cols, data }: Matrix,
  out: Float32Array = new Float32Array(data.length),
): Matrix => {
  const [least, greatest] = [leastOf(data), greatestOf(data)];
  move(data, out, least, greatest > least ? 1 / (greatest - least) : 0);
  return { rows, cols, data: out };
};

/**
 * Decibels relative to the greatest, −topDb at least (librosa's `power_to_db` with `ref=np.max`); then
 * (x − mean)/deviation.
 */
export const normaliseDbMax = (
  { rows, cols, data }: Matrix,
  topDb: number,
  mean = 0,
  deviation = 1,
  out: Float32Array = new Float32Array(data.length),
): Matrix => {
  const greatest = greatestOf(data);
  for (let i = 0; i < out.length; i++) {
    const below = (data[i] as number) - greatest;
    out[i] = ((below > -topDb ? below : -topDb) - mean) / deviation;
  }
  return { rows, cols, data: out };
};
