import { type Buckets, shapeOf } from './invariant-buckets.ts';
import type { Tolerance } from './invariant-vote-space.ts';

/** Which change a group of peaks leaves free: what is not free has to be the same in query and reference. */
export type Free = 'both' | 'pitch' | 'gap';

/** How far the number that is neither free nor finely hashed may be off, in pairs. */
const gapReach = 20;
const centsReach = 25;

/**
 * Groups of peaks of a part of a query, and the buckets they look into. All numbers of a group lie side by side: looks
 * come in order of buckets, so that groups are met in no order.
 */
export interface Groups {
  count: number;
  /** `groupNumbers` numbers per group. */
  records: Int32Array;
  looks: number;
  /** In which bucket which group looks. */
  lookBuckets: Int32Array;
  lookGroups: Int32Array;
  /** Where in the catalogue each look finds what may meet its group; known once meetings are counted. */
  from: Int32Array;
  to: Int32Array;
  /** Work space. */
  spareBuckets: Int32Array;
  spareGroups: Int32Array;
}

/** Of the first peak, in cents. */
export const pitchAt = 0;
/** From the first peak to the last, in milliseconds. */
export const lengthAt = 1;
/** Position of the window in the part. */
export const windowAt = 2;
/** Milliseconds from the first peak to the middle of the window. */
export const toMiddleAt = 3;
/** The least and the greatest shape that meets a group. */
const lowestAt = 4;
const highestAt = 5;
/** The least value of the low half of a shape; tolerances say how far above it may be. */
export const leastAt = 6;
/** How many of the catalogue a group meets. */
export const metAt = 7;
export const groupNumbers = 8;

export const createGroups = (): Groups => ({
  count: 0,
  records: new Int32Array(0),
  looks: 0,
  lookBuckets: new Int32Array(0),
  lookGroups: new Int32Array(0),
  from: new Int32Array(0),
  to: new Int32Array(0),
  spareBuckets: new Int32Array(0),
  spareGroups: new Int32Array(0),
});

/** Forgets all groups but keeps the room. */
export const clearGroups = (groups: Groups): void => {
  groups.count = 0;
  groups.looks = 0;
};

/** Adds a group that looks into the first `count` of the buckets `near`. */
export const addGroup = (
  groups: Groups,
  free: Free,
  tolerance: Tolerance,
  pitch: number,
  length: number,
  window: number,
  toMiddle: number,
  near: Uint32Array,
  count: number,
): void => {
  const at = groupNumbers * groups.count;
  groups.records = withRoom(groups.records, at + groupNumbers);
  const { records, looks } = groups;
  const shortest = Math.ceil(length * tolerance.slowest);
  const longest = Math.floor(length * tolerance.fastest);
  const deepest = Math.max(0, pitch - tolerance.cents);
  records[at + pitchAt] = pitch;
  records[at + lengthAt] = length;
  records[at + windowAt] = window;
  records[at + toMiddleAt] = toMiddle;
  records[at + lowestAt] = shapeOf(free === 'gap' ? shortest : deepest, 0);
  records[at + highestAt] = shapeOf(free === 'gap' ? longest : pitch + tolerance.cents, 0xffff);
  records[at + leastAt] = free === 'pitch' ? length - gapReach : free === 'gap' ? pitch - centsReach : shortest;
  records[at + metAt] = 0;
  groups.lookBuckets = withRoom(groups.lookBuckets, looks + count);
  groups.lookGroups = withRoom(groups.lookGroups, looks + count);
  for (let n = 0; n < count; n++) {
    groups.lookBuckets[looks + n] = near[n] as number;
    groups.lookGroups[looks + n] = groups.count;
  }
  groups.looks += count;
  groups.count++;
};

/** How far above its least value the low half of a shape may be. */
export const rangeOf = (free: Free, length: number, least: number, tolerance: Tolerance): number =>
  free === 'pitch' ? 2 * gapReach : free === 'gap' ? 2 * centsReach : Math.floor(length * tolerance.fastest) - least;

/** The array, or a longer one with the same beginning. */
export const withRoom = (values: Int32Array, count: number): Int32Array => {
  if (count <= values.length) return values;
  const longer = new Int32Array(Math.max(1024, Math.ceil(1.25 * count)));
  longer.set(values);
  return longer;
};

/**
 * Puts the looks in order of buckets: then the catalogue is read from front to back, and a search waits for memory far
 * less.
 */
export const sortLooks = (groups: Groups, buckets: number): void => {
  const { looks, lookBuckets, lookGroups } = groups;
  groups.spareBuckets = withRoom(groups.spareBuckets, looks);
  groups.spareGroups = withRoom(groups.spareGroups, looks);
  const { spareBuckets: sortedBuckets, spareGroups: sortedGroups } = groups;
  const next = new Int32Array(buckets + 1);
  for (let n = 0; n < looks; n++) {
    const bucket = (lookBuckets[n] as number) + 1;
    next[bucket] = (next[bucket] as number) + 1;
  }
  for (let bucket = 0; bucket < buckets; bucket++)
    next[bucket + 1] = (next[bucket + 1] as number) + (next[bucket] as number);
  for (let n = 0; n < looks; n++) {
    const bucket = lookBuckets[n] as number;
    const at = next[bucket] as number;
    next[bucket] = at + 1;
    sortedBuckets[at] = bucket;
    sortedGroups[at] = lookGroups[n] as number;
  }
  groups.lookBuckets = sortedBuckets;
  groups.lookGroups = sortedGroups;
  groups.spareBuckets = lookBuckets;
  groups.spareGroups = lookGroups;
};

/** Counts what each group meets; of one that meets more than `busy` no more than that is known. */
export const countMeetings = (
  groups: Groups,
  buckets: Buckets,
  free: Free,
  tolerance: Tolerance,
  busy: number,
): void => {
  const { looks } = groups;
  groups.from = withRoom(groups.from, looks);
  groups.to = withRoom(groups.to, looks);
  for (let n = 0; n < looks; n += chunk)
    countSome(groups, n, Math.min(looks, n + chunk), buckets, free, tolerance, busy);
};

/** Long loops are cut into pieces, each a call: what is called often is compiled for good, a loop for one call alone. */
export const chunk = 512;

const countSome = (
  { lookBuckets, lookGroups, records, from, to }: Groups,
  begin: number,
  stop: number,
  { starts, shapes }: Buckets,
  free: Free,
  tolerance: Tolerance,
  busy: number,
): void => {
  for (let n = begin; n < stop; n++) {
    const at = groupNumbers * (lookGroups[n] as number);
    if ((records[at + metAt] as number) > busy) continue;
    const bucket = lookBuckets[n] as number;
    const end = starts[bucket + 1] as number;
    const first = firstAtLeast(shapes, records[at + lowestAt] as number, starts[bucket] as number, end);
    from[n] = first;
    to[n] = countLook(records, at, shapes, first, end, free, tolerance);
  }
};

/** Returns where the look ends. */
const countLook = (
  records: Int32Array,
  at: number,
  shapes: Int32Array,
  first: number,
  end: number,
  free: Free,
  tolerance: Tolerance,
): number => {
  const highest = records[at + highestAt] as number;
  const least = records[at + leastAt] as number;
  const range = rangeOf(free, records[at + lengthAt] as number, least, tolerance);
  let sum = 0;
  let i = first;
  for (; i < end; i++) {
    const shape = shapes[i] as number;
    if (shape > highest) break;
    sum += isWithin((shape & 0xffff) - least, range);
  }
  records[at + metAt] = (records[at + metAt] as number) + sum;
  return i;
};

/** 1 for 0…range, else 0, without a branch: which way it goes cannot be foretold. */
export const isWithin = (value: number, range: number): number => 1 - ((value | (range - value)) >>> 31);

/** First position in `from`…`to` whose value is not below `least`. */
const firstAtLeast = (values: Int32Array, least: number, from: number, to: number): number => {
  let low = from;
  let high = to;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((values[middle] as number) < least) low = middle + 1;
    else high = middle;
  }
  return low;
};
