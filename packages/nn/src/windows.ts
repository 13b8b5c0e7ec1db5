import { type Matrix, SidError } from '@sid/core';

/**
 * Windows one after the other, `[batch, rows, cols]`.
 *
 * @param room - used again where it has the right length
 * @throws SidError SID_METHOD_UNFIT for one of another size
 */
export const stackWindows = (
  batch: readonly Matrix[],
  rows: number,
  cols: number,
  room?: Float32Array,
): Float32Array => {
  const size = batch.length * rows * cols;
  const data = room?.length === size ? room : new Float32Array(size);
  batch.forEach((window, i) => {
    if (window.rows !== rows || window.cols !== cols)
      throw new SidError(
        'SID_METHOD_UNFIT',
        `The encoder takes windows of ${rows} bins and ${cols} frames, and was given one of ${window.rows} and ${window.cols}.`,
      );
    data.set(window.data, i * rows * cols);
  });
  return data;
};
