/** Which edges are dropped, as long as the graph; none where undefined. */
export type Dropped = Uint8Array | undefined;

/** Items, nodes, neighbours of each, features of each. */
export type LeastShape = readonly [batch: number, nodes: number, k: number, channels: number];

/** `leastOf` in plain JavaScript: for double precision, and what its kernel is held to. */
export const plainLeastOf = (
  h: Float32Array,
  lists: Int32Array,
  dropped: Dropped,
  [batch, nodes, k, channels]: LeastShape,
): { readonly values: Float32Array; readonly places: Int32Array } => {
  const size = nodes * channels;
  const values = new Float32Array(batch * size);
  const places = new Int32Array(batch * size).fill(-1);
  for (let i = 0; i < values.length; i++) {
    const start = i - (i % size);
    const node = Math.floor(i / channels);
    let least = -1;
    for (let edge = node * k; edge < (node + 1) * k; edge++) {
      if (dropped?.[edge] === 1) continue;
      const place = (lists[edge] ?? 0) * channels + (i % channels);
      if (least < 0 || (h[start + place] ?? 0) < (h[start + least] ?? 0)) least = place;
    }
    if (least < 0) continue;
    places[i] = least;
    values[i] = (h[i] ?? 0) - (h[start + least] ?? 0);
  }
  return { values, places };
};

/** Its gradient. @param size - of an item */
export const plainLeastGradient = (slopes: Float32Array, places: Int32Array, size: number): Float32Array => {
  const back = new Float32Array(slopes.length);
  slopes.forEach((slope, i) => {
    const place = places[i] ?? -1;
    if (place < 0) return;
    const other = i - (i % size) + place;
    back[i] = (back[i] ?? 0) + slope;
    back[other] = (back[other] ?? 0) - slope;
  });
  return back;
};
