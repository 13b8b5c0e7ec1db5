import { createRandom, type Matrix, type TrackSpan } from '@sid/core';

/** Generated unit vectors with the spans they stand for. */
export interface VectorSet {
  readonly vectors: Matrix;
  readonly spans: readonly TrackSpan[];
}

/**
 * `tracks` tracks of `perTrack` windows, half a second apart and two seconds long. Vectors gather around a few hundred
 * centres, as those of music do: an approximate index has to cross from one to the next.
 *
 * @param spread - length of a vector's own part, against 1 for its centre's
 */
export const clusteredVectors = (
  seed: number | string,
  dims: number,
  tracks: number,
  perTrack: number,
  spread = 0.5,
  clusters = 200,
): VectorSet => {
  const rows = tracks * perTrack;
  const data = new Float32Array(rows * dims);
  const centres = Array.from({ length: clusters }, (_, i) => direction(`${seed}/centre ${i}`, dims));
  for (let row = 0; row < rows; row++) {
    const random = createRandom(`${seed}/${row}`);
    const centre = centres[random.int(clusters)];
    const own = direction(`${seed}/own ${row}`, dims);
    let squares = 0;
    for (let i = 0; i < dims; i++) {
      const value = (centre?.[i] ?? 0) + spread * (own[i] ?? 0);
      data[row * dims + i] = value;
      squares += value * value;
    }
    for (let i = 0; i < dims; i++) data[row * dims + i] = (data[row * dims + i] ?? 0) / Math.sqrt(squares);
  }
  const spans = Array.from({ length: rows }, (_, row) => ({
    track: `track-${Math.floor(row / perTrack)}`,
    from: (row % perTrack) / 2,
    to: (row % perTrack) / 2 + 2,
  }));
  return { vectors: { rows, cols: dims, data }, spans };
};

/** A direction drawn from the even distribution over the sphere. */
const direction = (seed: string, dims: number): Float64Array => {
  const random = createRandom(seed);
  const out = Float64Array.from({ length: dims }, () => random.normal());
  const length = Math.hypot(...out);
  return out.map((value) => value / length);
};

/** Rows `from` … `to − 1`. */
export const rowsOf = ({ vectors, spans }: VectorSet, from: number, to: number): VectorSet => ({
  vectors: {
    rows: to - from,
    cols: vectors.cols,
    data: vectors.data.slice(from * vectors.cols, to * vectors.cols),
  },
  spans: spans.slice(from, to),
});

/** A set less some of its tracks. */
export const withoutTracks = (set: VectorSet, tracks: readonly string[]): VectorSet => {
  const gone = new Set(tracks);
  const { cols, data } = set.vectors;
  const rows = set.spans.flatMap(({ track }, row) => (gone.has(track) ? [] : [row]));
  const left = new Float32Array(rows.length * cols);
  rows.forEach((row, i) => {
    left.set(data.subarray(row * cols, (row + 1) * cols), i * cols);
  });
  return {
    vectors: { rows: rows.length, cols, data: left },
    spans: set.spans.filter(({ track }) => !gone.has(track)),
  };
};
