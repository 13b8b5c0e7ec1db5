/** In which order a node's neighbours are listed before every `dilation`-th of them is used. */
export type NeighbourOrder = 'dglHeap' | 'sorted';

export interface NeighbourOptions {
  readonly k: number;
  readonly dilation: number;
  readonly order: NeighbourOrder;
}

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
const heapList = (row: Float64Array, list: Int32Array): void => {
  const size = list.length;
  const far = new Float64Array(size).fill(Number.POSITIVE_INFINITY);
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
};

/** Nearest first, the lower index first among equals. */
const sortedList = (row: Float64Array, list: Int32Array): void => {
  const size = list.length;
  const far = new Float64Array(size);
  let filled = 0;
  row.forEach((distance, j) => {
    if (filled === size && !(distance < (far[size - 1] ?? 0))) return;
    let at = filled < size ? filled++ : size - 1;
    for (; at > 0 && distance < (far[at - 1] ?? 0); at--) {
      far[at] = far[at - 1] ?? 0;
      list[at] = list[at - 1] ?? 0;
    }
    far[at] = distance;
    list[at] = j;
  });
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
  { k, dilation, order }: NeighbourOptions,
): Int32Array => {
  const size = Math.min(nodes, k * dilation);
  const lists = new Int32Array(nodes * size);
  const all = distances(points, nodes, points.length / nodes);
  const listOf = order === 'sorted' ? sortedList : heapList;
  for (let i = 0; i < nodes; i++)
    listOf(all.subarray(i * nodes, (i + 1) * nodes), lists.subarray(i * size, (i + 1) * size));
  return lists;
};

/** Every `dilation`-th of them: `nodes × ⌈size / dilation⌉`. */
export const usedNeighbours = (points: Float32Array, nodes: number, options: NeighbourOptions): Int32Array => {
  const lists = neighbourLists(points, nodes, options);
  const size = lists.length / nodes;
  return lists.filter((_, i) => (i % size) % options.dilation === 0);
};
