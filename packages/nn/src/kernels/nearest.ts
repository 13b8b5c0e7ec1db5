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

/** The nearest so far, nearest first, the lower index first among equals if they come in order. */
interface Nearest {
  readonly far: Float64Array;
  readonly list: Int32Array;
  filled: number;
}

/** Puts a node into its place, if it has one. */
const put = (nearest: Nearest, j: number, distance: number): void => {
  const { far, list, filled } = nearest;
  const size = list.length;
  if (filled === size && !(distance < (far[size - 1] ?? 0))) return;
  let at = filled < size ? nearest.filled++ : size - 1;
  for (; at > 0 && distance < (far[at - 1] ?? 0); at--) {
    far[at] = far[at - 1] ?? 0;
    list[at] = list[at - 1] ?? 0;
  }
  far[at] = distance;
  list[at] = j;
};

const sortedList = (row: Float64Array, list: Int32Array): void => {
  const nearest = { far: new Float64Array(list.length), list, filled: 0 };
  for (let j = 0; j < row.length; j++) put(nearest, j, row[j] ?? 0);
};

/** Half the squared lengths. */
const halvesOf = (points: Float32Array, nodes: number, channels: number): Float64Array => {
  const halves = new Float64Array(nodes);
  for (let i = 0; i < nodes; i++) {
    let sum = 0;
    for (let c = i * channels; c < (i + 1) * channels; c++) sum += (points[c] ?? 0) * (points[c] ?? 0);
    halves[i] = sum / 2;
  }
  return halves;
};

/** Twice the largest error of rounding to single precision. */
const single = 2 ** -23;

/** Lengths whose products single precision can hold. */
const tooLong = 1e37;

/**
 * `sortedList` of every node, to the last tie, with few distances computed exactly: from `products` follow all distances
 * as well as single precision has them, and only nodes that these cannot rule out are looked at closely. Half a squared
 * distance is the sum of both halves less the product, so that the greatest `product − half` is nearest. A product of n
 * terms errs by no more than n·2⁻²⁴ of the lengths' product (Higham 2002, §3.1), in whatever order it is summed.
 *
 * @returns false where lengths are not finite, or too long: lists mean nothing then
 */
const sortedLists = (points: Float32Array, products: Float32Array, lists: Int32Array, nodes: number): boolean => {
  const [channels, size] = [points.length / nodes, lists.length / nodes];
  const halves = halvesOf(points, nodes, channels);
  const longest = halves.reduce((a, b) => Math.max(a, b));
  if (!(longest < tooLong)) return false;
  const best = new Float64Array(size);
  const nearest = { far: new Float64Array(size), list: new Int32Array(size), filled: 0 };
  for (let i = 0; i < nodes; i++) {
    const row = i * nodes;
    let worst = Number.NEGATIVE_INFINITY;
    best.fill(worst);
    for (let j = 0; j < nodes; j++) {
      const nearness = (products[row + j] ?? 0) - (halves[j] ?? 0);
      if (nearness <= worst) continue;
      let at = size - 1;
      for (; at > 0 && nearness > (best[at - 1] ?? 0); at--) best[at] = best[at - 1] ?? 0;
      best[at] = nearness;
      worst = best[size - 1] ?? 0;
    }
    const limit = worst - 2 * (channels + 2) * single * ((halves[i] ?? 0) + longest);
    nearest.filled = 0;
    for (let j = 0; j < nodes; j++) {
      if ((products[row + j] ?? 0) - (halves[j] ?? 0) < limit) continue;
      let sum = 0;
      for (let c = 0; c < channels; c++) {
        const d = (points[i * channels + c] ?? 0) - (points[j * channels + c] ?? 0);
        sum += d * d;
      }
      put(nearest, j, sum);
    }
    lists.set(nearest.list, i * size);
  }
  return true;
};

/**
 * The k·dilation nearest nodes of every node, itself included.
 *
 * @param points - `nodes × channels`, one item
 * @param products - `nodes × nodes`, in single precision or better: spares most of the work where the order is `sorted`
 * @returns `nodes × (k·dilation)` indices of nodes
 */
export const neighbourLists = (
  points: Float32Array,
  nodes: number,
  options: { readonly k: number; readonly dilation: number; readonly order: NeighbourOrder },
  products?: Float32Array,
): Int32Array => {
  const size = Math.min(nodes, options.k * options.dilation);
  const lists = new Int32Array(nodes * size);
  const sorted = options.order === 'sorted';
  if (sorted && products !== undefined && sortedLists(points, products, lists, nodes)) return lists;
  const all = distances(points, nodes, points.length / nodes);
  const listOf = sorted ? sortedList : heapList;
  for (let i = 0; i < nodes; i++)
    listOf(all.subarray(i * nodes, (i + 1) * nodes), lists.subarray(i * size, (i + 1) * size));
  return lists;
};
