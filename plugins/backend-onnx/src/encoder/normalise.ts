import type { Matrix } from '@sid/core';
import type { OnnxCard } from './card.ts';

type Rule = OnnxCard['input']['normalise'];

const extremes = (data: Float32Array): { readonly low: number; readonly high: number } => {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const x of data) {
    if (x < low) low = x;
    if (x > high) high = x;
  }
  return { low, high };
};

/** (x − offset) / scale; a window without contrast becomes zeros. */
const shifted = (data: Float32Array, offset: number, scale: number): Float32Array =>
  data.map((x) => (scale === 0 ? 0 : (x - offset) / scale));

/** The values of a window as the model was trained to see them. */
export const normalised = ({ rows, cols, data }: Matrix, rule: Rule): Float32Array => {
  if (rule === 'none') return data;
  if (rule === 'max') return shifted(data, 0, extremes(data).high);
  if (rule === 'min-max') {
    const { low, high } = extremes(data);
    return shifted(data, low, high - low);
  }
  if (rule === 'standardise') {
    const mean = data.reduce((sum, x) => sum + x, 0) / data.length;
    const variance = data.reduce((sum, x) => sum + (x - mean) ** 2, 0) / data.length;
    return shifted(data, mean, Math.sqrt(variance));
  }
  const of = (value: number | readonly number[], row: number): number =>
    typeof value === 'number' ? value : (value[row] ?? 0);
  const out = new Float32Array(data.length);
  for (let row = 0; row < rows; row++) {
    const part = data.subarray(row * cols, (row + 1) * cols);
    out.set(shifted(part, of(rule.mean, row), of(rule.deviation, row)), row * cols);
  }
  return out;
};
