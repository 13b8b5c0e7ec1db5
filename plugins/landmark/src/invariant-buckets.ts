/**
 * Inverted index of triplets: those of a bucket lie together, in order of pitch, so that a query reads only those
 * within the tolerated shift, one after the other, and 8 bytes of each.
 */
export interface Buckets {
  /** The triplets of bucket n are `starts[n]` to before `starts[n + 1]`. */
  readonly starts: Uint32Array;
  /**
   * Pitch of the first peak in cents in the high half, milliseconds from it to the third in the low half: one number,
   * since reading memory is what a search waits for. Ascending by pitch within a bucket. Pitches are below 2¹⁵.
   */
  readonly shapes: Int32Array;
  /** When the first peak is, on the common axis. */
  readonly times: Uint32Array;
  /** The latest of them. */
  readonly latest: number;
}

/** Triplets as they are found. */
export interface TripletTable {
  readonly buckets: Uint32Array;
  readonly cents: Uint16Array;
  readonly lengths: Uint16Array;
  readonly times: Uint32Array;
}

/** @param count - of buckets */
export const createBuckets = (table: TripletTable, count: number): Buckets => {
  // Stable counting sorts, the minor key first: by pitch, then by bucket.
  const byPitch = sortedOrder(table.cents, table.cents.reduce((most, cents) => Math.max(most, cents), 0) + 1).order;
  const { order, starts } = sortedOrder(table.buckets, count, byPitch);
  return {
    starts,
    shapes: new Int32Array(order.length).map((_, n) => {
      const i = order[n] as number;
      return shapeOf(table.cents[i] as number, table.lengths[i] as number);
    }),
    times: new Uint32Array(order.length).map((_, n) => table.times[order[n] as number] as number),
    latest: table.times.reduce((most, time) => Math.max(most, time), 0),
  };
};

/** As in `Buckets.shapes`. */
export const shapeOf = (cents: number, length: number): number => (cents << 16) | length;

/** Positions in order of their key, and where each key begins. */
const sortedOrder = (keys: Uint32Array | Uint16Array, range: number, before?: Uint32Array) => {
  const starts = new Uint32Array(range + 1);
  for (const key of keys) starts[key + 1] = (starts[key + 1] as number) + 1;
  for (let key = 0; key < range; key++) starts[key + 1] = (starts[key + 1] as number) + (starts[key] as number);
  const next = starts.slice();
  const order = new Uint32Array(keys.length);
  for (let n = 0; n < keys.length; n++) {
    const i = before === undefined ? n : (before[n] as number);
    const key = keys[i] as number;
    const at = next[key] as number;
    next[key] = at + 1;
    order[at] = i;
  }
  return { order, starts };
};
