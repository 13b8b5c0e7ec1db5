import type { Matrix } from '@sid/core';

/** What happens to the end of a track that no whole window covers: nothing, or one more window that ends with it. */
export type Tail = 'drop' | 'align';

/** First frames of the windows of a track. A track shorter than a window gives one, in which it is repeated. */
export const windowStarts = (frames: number, window: number, hop: number, tail: Tail): readonly number[] => {
  if (frames === 0) return [];
  if (frames <= window) return [0];
  const starts: number[] = [];
  for (let at = 0; at + window <= frames; at += hop) starts.push(at);
  const last = frames - window;
  if (tail === 'align' && starts.at(-1) !== last) starts.push(last);
  return starts;
};

/** One window out of a picture. @param room - where it goes, of `rows × window` numbers */
export const cutWindow = ({ rows, cols, data }: Matrix, start: number, window: number, room?: Float32Array): Matrix => {
  const out = room ?? new Float32Array(rows * window);
  const length = Math.min(window, cols - start);
  for (let row = 0; row < rows; row++) {
    const frames = data.subarray(row * cols + start, row * cols + start + length);
    // Repeated, since no constant is silence in every unit: 0 dB is loud.
    for (let at = 0; at < window; at += length) out.set(frames.subarray(0, window - at), row * window + at);
  }
  return { rows, cols: window, data: out };
};
