import type { Buckets } from './invariant-buckets.ts';
import {
  chunk,
  type Free,
  type Groups,
  groupNumbers,
  isWithin,
  leastAt,
  lengthAt,
  metAt,
  pitchAt,
  rangeOf,
  toMiddleAt,
  windowAt,
  withRoom,
} from './invariant-groups.ts';
import type { Tolerance, VoteSpace, VoteSpec } from './invariant-vote-space.ts';

/**
 * Votes of some windows of a query, two numbers each: the place in cells, and the rest in one number, so that little
 * memory is gone through (`voteOf`).
 */
export interface VoteList {
  readonly count: number;
  readonly votes: Int32Array;
}

/** Votes weigh whole parts of this, so that their sum does not depend on their order. */
export const fullWeight = 65_535;

/** Windows that a vote has room for. */
export const mostWindows = 2 ** 4;

/** Window in the high four bits, change in twelve, weight in sixteen. */
const voteOf = (window: number, change: number, weight: number): number => (window << 28) | (change << 16) | weight;

/**
 * What each group votes for: every group of the catalogue that it meets votes for the tempo ratio, shift and place that
 * would make the one of the other, with the weight 1/√n if it meets n of them. What meets more than `busy` says nothing.
 */
export const castVotes = (
  groups: Groups,
  buckets: Buckets,
  free: Free,
  tolerance: Tolerance,
  busy: number,
  space: VoteSpace,
  spec: VoteSpec,
  room: VoteRoom,
): VoteList => {
  const { looks, records } = groups;
  const tables = tablesOf(space, spec);
  let most = 0;
  for (let at = metAt; at < groupNumbers * groups.count; at += groupNumbers)
    if ((records[at] as number) <= busy) most += records[at] as number;
  room.votes = withRoom(room.votes, 2 * most);
  let count = 0;
  for (let n = 0; n < looks; n += chunk)
    count = castSome(groups, n, Math.min(looks, n + chunk), count, buckets, free, tolerance, busy, room, tables);
  return { count, votes: room.votes };
};

/** Adds the votes of some looks. Returns how many votes there are. */
const castSome = (
  { lookGroups, records, from, to }: Groups,
  begin: number,
  stop: number,
  before: number,
  { shapes, times }: Buckets,
  free: Free,
  tolerance: Tolerance,
  busy: number,
  room: VoteRoom,
  tables: Tables,
): number => {
  let count = before;
  for (let n = begin; n < stop; n++) {
    const at = groupNumbers * (lookGroups[n] as number);
    const meets = records[at + metAt] as number;
    const first = from[n] as number;
    const end = to[n] as number;
    if (meets > busy || first === end) continue;
    const least = records[at + leastAt] as number;
    const length = records[at + lengthAt] as number;
    room.chosen = withRoom(room.chosen, end - first + 1);
    const found = choose(shapes, first, end, least, rangeOf(free, length, least, tolerance), room.chosen);
    if (found === 0) continue;
    const vote = voteOf(records[at + windowAt] as number, 0, Math.round(fullWeight / Math.sqrt(meets)));
    const pitch = records[at + pitchAt] as number;
    const toMiddle = records[at + toMiddleAt] as number;
    count = cast(vote, pitch, length, toMiddle, found, count, shapes, times, room, free, tables);
  }
  return count;
};

interface Tables {
  readonly perMillisecond: number;
  /** Number of the shift, times the number of tempo cells, by difference in pitch plus `zero`. */
  readonly shifts: Int32Array;
  readonly zero: number;
  /** Logarithm of a length in cells of tempo. */
  readonly lengths: Float64Array;
  readonly tempoZero: number;
}

const tablesOf = ({ shiftZero, tempoZero, tempoCells }: VoteSpace, spec: VoteSpec): Tables => {
  const zero = shiftZero * spec.centsCell;
  const shifts = Int32Array.from(
    { length: 2 * zero + 1 },
    (_, n) => tempoCells * Math.floor((n - zero) / spec.centsCell + shiftZero),
  );
  return {
    perMillisecond: 1 / spec.placeCell,
    shifts,
    zero,
    lengths: logs.map((log) => log / spec.tempoCell),
    tempoZero,
  };
};

/** Far less than a millisecond, far more than what rounding does to a place. */
const rounding = 1e-5;

/** Adds a vote for each of the catalogue's groups that were chosen. Returns how many votes there are. */
const cast = (
  vote: number,
  pitch: number,
  length: number,
  toMiddle: number,
  found: number,
  before: number,
  shapes: Int32Array,
  times: Uint32Array,
  { votes, chosen }: VoteRoom,
  free: Free,
  { perMillisecond, shifts, zero, lengths, tempoZero }: Tables,
): number => {
  let at = 2 * before;
  const perLength = toMiddle / length;
  const fromTempo = tempoZero - (lengths[length] as number);
  for (let c = 0; c < found; c++) {
    const i = chosen[c] as number;
    const shape = shapes[i] as number;
    const high = shape >>> 16;
    const referencePitch = free === 'gap' ? pitch : high;
    const referenceLength = free === 'pitch' ? length : free === 'gap' ? high : shape & 0xffff;
    const shift = shifts[pitch - referencePitch + zero] as number;
    const tempo = ((lengths[referenceLength] as number) + fromTempo) | 0;
    votes[at] = ((times[i] as number) + perLength * referenceLength + rounding) * perMillisecond;
    votes[at + 1] = vote | ((shift + tempo) << 16);
    at += 2;
  }
  return at >>> 1;
};

/** Writes the positions of those that meet a group. Returns how many. */
const choose = (
  shapes: Int32Array,
  from: number,
  to: number,
  least: number,
  range: number,
  chosen: Int32Array,
): number => {
  let count = 0;
  for (let i = from; i < to; i++) {
    chosen[count] = i;
    count += isWithin(((shapes[i] as number) & 0xffff) - least, range);
  }
  return count;
};

/** Work space. */
export interface VoteRoom {
  votes: Int32Array;
  chosen: Int32Array;
}

/** Of milliseconds up to the longest group: spans are bounded by the options. */
const logs = Float64Array.from({ length: 8193 }, (_, milliseconds) => Math.log(Math.max(1, milliseconds)));
