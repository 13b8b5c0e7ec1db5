/** Tracks start at multiples of this many frames, so that a table with one entry per block tells the track. */
const blockBits = 6;

/** All tracks laid end to end on one axis of frames: a place is one number. */
export interface Timeline {
  readonly tracks: number;
  /** First frame of each track, and one entry more for the end. */
  readonly starts: Uint32Array;
  /** Track of the block `place >>> blockBits`. */
  readonly owners: Uint32Array;
}

/** @param lengths - of the tracks, in frames */
export const createTimeline = (lengths: readonly number[]): Timeline => {
  const starts = new Uint32Array(lengths.length + 1);
  for (const [track, length] of lengths.entries())
    starts[track + 1] = (starts[track] ?? 0) + (((length >>> blockBits) + 1) << blockBits);
  const owners = new Uint32Array((starts[lengths.length] ?? 0) >>> blockBits);
  for (let track = 0; track < lengths.length; track++)
    owners.fill(track, (starts[track] ?? 0) >>> blockBits, (starts[track + 1] ?? 0) >>> blockBits);
  return { tracks: lengths.length, starts, owners };
};

/**
 * An axis of offsets between a query and every place: each track gets its own stretch of cells for "reference frame
 * minus query frame", wide enough for a query that begins before the track does. Cell = place − query frame +
 * `shifts[place >>> blockBits]`.
 */
export interface OffsetAxis {
  /** Length of the query that the axis has room for. */
  readonly queryFrames: number;
  readonly cells: number;
  readonly shifts: Int32Array;
  /** First cell of each track, and one entry more for the end. */
  readonly starts: Uint32Array;
  /** Cell of offset 0 of a track. */
  zero(track: number): number;
}

/** Cells left free around each track's stretch, so that a window never reaches into a neighbour. */
const margin = 8;

export const createOffsetAxis = ({ tracks, starts, owners }: Timeline, queryFrames: number): OffsetAxis => {
  const room = queryFrames + 2 * margin;
  const shifts = new Int32Array(owners.length);
  for (let block = 0; block < owners.length; block++) shifts[block] = ((owners[block] as number) + 1) * room - margin;
  const cellStarts = new Uint32Array(tracks + 1);
  for (let track = 0; track <= tracks; track++) cellStarts[track] = (starts[track] as number) + track * room;
  return {
    queryFrames,
    cells: (starts[tracks] as number) + tracks * room,
    shifts,
    starts: cellStarts,
    zero: (track) => (starts[track] as number) + (track + 1) * room - margin,
  };
};

export const blockOf = (place: number): number => place >>> blockBits;
