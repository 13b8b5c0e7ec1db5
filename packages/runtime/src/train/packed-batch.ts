import { SidError, type TrainingBatch, type View } from '@sid/core';

/** A batch as it crosses threads: its windows one after the other. */
export interface PackedBatch {
  readonly rows: number;
  readonly cols: number;
  /** `[windows, rows, cols]` */
  readonly data: Float32Array;
  readonly views: readonly View[];
  /** Files of the songs that the views' numbers stand for. */
  readonly songs: readonly string[];
}

/** @throws SidError SID_METHOD_UNFIT where windows differ in size or have no views */
export const packBatch = ({ windows, views }: TrainingBatch, songs: readonly string[]): PackedBatch => {
  const { rows = 0, cols = 0 } = windows[0] ?? {};
  if (windows.length !== views.length || windows.some((window) => window.rows !== rows || window.cols !== cols)) {
    throw new SidError(
      'SID_METHOD_UNFIT',
      `The pairing gave ${windows.length} windows for ${views.length} views, and windows of a batch must be of one size.`,
    );
  }
  const data = new Float32Array(windows.length * rows * cols);
  for (const [i, window] of windows.entries()) data.set(window.data, i * rows * cols);
  return { rows, cols, data, views, songs };
};

/** The inverse; windows share the memory of the packed ones. */
export const unpackBatch = ({ rows, cols, data, views }: PackedBatch): TrainingBatch => ({
  windows: views.map((_, i) => ({ rows, cols, data: data.subarray(i * rows * cols, (i + 1) * rows * cols) })),
  views,
});
