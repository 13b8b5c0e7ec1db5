/** In which order a node's neighbours are listed before every `dilation`-th of them is used. */
export type NeighbourOrder = 'dglHeap' | 'sorted';

/** Squared Euclidean distances of one item's nodes, all pairs, in double precision. */
const distances = (points: Float32Array, nodes: number, channels: number): Float64Array => {
  const out = new Float64Array(nodes * nodes);
  for (let i = 0; i < nodes; i++)
    for (let j = i + 1; j < nodes; j++) {
      let sum = 0;
      for (let c = 0; c < channels; c++) {
        const d = (points[i * channels + c] ?? 0) - (points[j * channels + c] ?? 0);
        sum += d * d;
      }
      out[i * nodes + j] = sum;
      out[j * nodes + i] = sum;
    }
  return out;
};

/**
 * The `size` nearest in the order in which DGL's kernel leaves them: an array heap with the farthest at its root; a
 * point that is no farther than the root replaces it and sinks. With a dilation, what is used depends on this order.
 */
const heapList = (row: Float64Array, size: number): Int32Array => {
  const far = new Float64Array(size).fill(Number.POSITIVE_INFINITY);
  const list = new Int32Array(size);
  row.forEach((distance, j) => {
    if (!(distance <= (far[0] ?? 0))) return;
    let at = 0;
    for (;;) {
      const left = 2 * at + 1;
      let next = at;
      let largest = distance;
      for (const child of [left, left + 1]) {
        const d = child < size ? (far[child] ?? 0) : Number.NEGATIVE_INFINITY;
        if (d > largest) [next, largest] = [child, d];
      }
      if (next === at) break;
      far[at] = largest;
      list[at] = list[next] ?? 0;
      at = next;
    }
    far[at] = distance;
    list[at] = j;
  });
  return list;
};

/** The `size` nearest, nearest first, the lower index first among equals: each is put into its place among the best so far. */
const sortedList = (row: Float64Array, size: number): Int32Array => {
  const far = new Float64Array(size);
  const list = new Int32Array(size);
  let filled = 0;
  for (let j = 0; j < row.length; j++) {
    const distance = row[j] ?? 0;
    if (filled === size && !(distance < (far[size - 1] ?? 0))) continue;
    let at = filled < size ? filled++ : size - 1;
    for (; at > 0 && distance < (far[at - 1] ?? 0); at--) {
      far[at] = far[at - 1] ?? 0;
      list[at] = list[at - 1] ?? 0;
    }
    far[at] = distance;
    list[at] = j;
  }
  return list;
};

/**
 * The k·dilation nearest nodes of every node, itself included.
 *
 * @param points - `nodes × channels`, one item
 * @returns `nodes × (k·dilation)` indices of nodes
 */
export const neighbourLists = (
  points: Float32Array,
  nodes: number,
  options: { readonly k: number; readonly dilation: number; readonly order: NeighbourOrder },
): readonly Int32Array[] => {
  const size = Math.min(nodes, options.k * options.dilation);
  const all = distances(points, nodes, points.length / nodes);
  const list = options.order === 'sorted' ? sortedList : heapList;
  return Array.from({ length: nodes }, (_, i) => list(all.subarray(i * nodes, (i + 1) * nodes), size));
};

/** Entries 0, d, 2d, … of a list. */
export const everyNth = (list: Int32Array, dilation: number): Int32Array => list.filter((_, i) => i % dilation === 0);
