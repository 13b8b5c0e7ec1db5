import { type Matrix, SidError } from '@sid/core';

/** The memory of windows that already lie one behind the other, all of that size; undefined where they do not. */
export const adjoining = (batch: readonly Matrix[], rows: number, cols: number): Float32Array | undefined => {
  const [first] = batch;
  const size = rows * cols;
  const lies = ({ data, ...window }: Matrix, i: number): boolean =>
    window.rows === rows &&
    window.cols === cols &&
    data.length === size &&
    data.buffer === first?.data.buffer &&
    data.byteOffset === first.data.byteOffset + 4 * i * size;
  if (first === undefined || !batch.every(lies)) return undefined;
  return new Float32Array(first.data.buffer, first.data.byteOffset, batch.length * size);
};

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
