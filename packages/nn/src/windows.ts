import { type Matrix, SidError } from '@sid/core';

/** Windows one after the other, `[batch, rows, cols]`. @throws SidError SID_METHOD_UNFIT for one of another size */
export const stackWindows = (batch: readonly Matrix[], rows: number, cols: number): Float32Array => {
  const data = new Float32Array(batch.length * rows * cols);
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
