import { type FloatTensor, type Matrix, SidError } from '@sid/core';
import type { OnnxCard } from './card.ts';
import { normalised } from './normalise.ts';

/**
 * Windows as the model takes them.
 *
 * @param count - windows of the tensor; those beyond the batch are zeros
 * @throws SidError SID_METHOD_UNFIT for a window of another size
 */
export const inputTensor = (batch: readonly Matrix[], count: number, card: OnnxCard): FloatTensor => {
  const { features, window, input } = card;
  const size = features.bins * window.frames;
  const lengths: Readonly<Record<string, number>> = { N: count, F: features.bins, T: window.frames, C: 1 };
  const data = new Float32Array(count * size);
  const timeFirst = input.layout.indexOf('T') < input.layout.indexOf('F');
  batch.forEach((matrix, i) => {
    if (matrix.rows !== features.bins || matrix.cols !== window.frames) {
      throw new SidError(
        'SID_METHOD_UNFIT',
        `The model ${card.name} takes windows of ${features.bins} bins and ${window.frames} frames, and was given one of ${matrix.rows} and ${matrix.cols}.`,
      );
    }
    const values = normalised(matrix, input.normalise);
    if (timeFirst) transpose(values, features.bins, window.frames, data.subarray(i * size));
    else data.set(values, i * size);
  });
  return { dims: [...input.layout].map((axis) => lengths[axis] ?? 1), data };
};

const transpose = (from: Float32Array, rows: number, cols: number, to: Float32Array): void => {
  for (let row = 0; row < rows; row++) {
    for (let col = 0; col < cols; col++) to[col * rows + row] = from[row * cols + col] ?? 0;
  }
};

/** Vectors of the model, averaged over time where it gives several per window. @throws SidError SID_MODEL_INVALID */
export const outputRows = ({ dims: shape, data }: FloatTensor, count: number, card: OnnxCard): Float32Array => {
  const { dims, layout } = card.output;
  const long = shape.filter((n, axis) => axis === 0 || n !== 1);
  const times = layout === 'ND' ? 1 : data.length / (count * dims);
  const expected = [count, ...(times === 1 ? [dims] : layout === 'NTD' ? [times, dims] : [dims, times])];
  if (String(long) !== String(expected.filter((n, axis) => axis === 0 || n !== 1))) {
    throw new SidError(
      'SID_MODEL_INVALID',
      `The model ${card.name} gave an output of shape [${shape.join(', ')}] for ${count} windows, which is not ${layout} with ${dims} dimensions. Correct the card.`,
    );
  }
  if (times === 1) return data;
  const out = new Float32Array(count * dims);
  const [perTime, perDim] = layout === 'NTD' ? [dims, 1] : [1, times];
  for (let i = 0; i < count * dims; i++) {
    const start = Math.floor(i / dims) * dims * times + (i % dims) * perDim;
    let sum = 0;
    for (let t = 0; t < times; t++) sum += data[start + t * perTime] ?? 0;
    out[i] = sum / times;
  }
  return out;
};

/** Rows of length 1; what has no direction (or is not a number) becomes zeros, near nothing. */
export const unitRows = (data: Float32Array, dims: number): Float32Array => {
  const out = Float32Array.from(data);
  for (let at = 0; at < out.length; at += dims) {
    const row = out.subarray(at, at + dims);
    const length = Math.sqrt(row.reduce((sum, x) => sum + x * x, 0));
    const usable = length > 0 && Number.isFinite(length);
    for (let i = 0; i < dims; i++) row[i] = usable ? (row[i] ?? 0) / length : 0;
  }
  return out;
};
