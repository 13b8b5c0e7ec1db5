import type { Matrix } from '@sid/core';
import { naturalLog, takeLogarithms } from './logarithms.ts';

const extremes = ({ data }: Matrix): { readonly least: number; readonly greatest: number } => {
  let least = Number.POSITIVE_INFINITY;
  let greatest = Number.NEGATIVE_INFINITY;
  for (const value of data) {
    if (value < least) least = value;
    if (value > greatest) greatest = value;
  }
  return { least, greatest };
};

const mapped = ({ rows, cols, data }: Matrix, map: (value: number) => number): Matrix => {
  const out = new Float32Array(data.length);
  for (let i = 0; i < out.length; i++) out[i] = map(data[i] ?? 0);
  return { rows, cols, data: out };
};

/**
 * (ln(x/max + 10⁻¹²) − mean)/deviation of magnitudes (Riou et al. 2025, with the maximum of the window in place of that of
 * the batch, on which an embedding should not depend). Silence becomes the logarithm's floor.
 */
export const normaliseLogMax = (window: Matrix, mean = 0, deviation = 1): Matrix => {
  const { greatest } = extremes(window);
  const scale = greatest > 0 ? 1 / greatest : 0;
  const relative = mapped(window, (x) => x * scale);
  takeLogarithms(relative.data, naturalLog);
  return mean === 0 && deviation === 1 ? relative : mapped(relative, (x) => (x - mean) / deviation);
};

/** (x − min)/(max − min); a constant window becomes 0. */
export const normaliseMinMax = (window: Matrix): Matrix => {
  const { least, greatest } = extremes(window);
  const scale = greatest > least ? 1 / (greatest - least) : 0;
  return mapped(window, (x) => (x - least) * scale);
};

/** Decibels relative to the greatest, −topDb at least (librosa's `power_to_db` with `ref=np.max`). */
export const normaliseDbMax = (window: Matrix, topDb: number): Matrix => {
  const { greatest } = extremes(window);
  return mapped(window, (x) => Math.max(x - greatest, -topDb));
};
