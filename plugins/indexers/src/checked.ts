import { type Matrix, SidError, type TrackSpan } from '@sid/core';

/** @throws SidError SID_METHOD_FAILED where vectors do not have the dimensions of the index or hold no numbers */
export const checkVectors = ({ rows, cols, data }: Matrix, dims: number): void => {
  if (cols !== dims) {
    throw new SidError(
      'SID_METHOD_FAILED',
      `Vectors of ${cols} numbers were given to an index of ${dims}. An index holds the vectors of one encoder.`,
    );
  }
  if (data.length !== rows * cols) {
    throw new SidError('SID_METHOD_FAILED', `${rows} vectors of ${cols} are not ${data.length} numbers.`);
  }
  // One sum tells whether there is anything to look for.
  let sum = 0;
  for (const value of data) sum += value;
  if (Number.isFinite(sum)) return;
  const bad = data.findIndex((value) => !Number.isFinite(value));
  if (bad < 0) return;
  throw new SidError(
    'SID_METHOD_FAILED',
    `Vector ${Math.floor(bad / cols)} holds ${data[bad]} at position ${bad % cols}. An index takes finite numbers only.`,
  );
};

/** @throws SidError SID_METHOD_FAILED where there is not one span per vector */
export const checkSpans = (vectors: Matrix, spans: readonly TrackSpan[]): void => {
  if (spans.length === vectors.rows) return;
  throw new SidError('SID_METHOD_FAILED', `${vectors.rows} vectors came with ${spans.length} spans; each needs one.`);
};
