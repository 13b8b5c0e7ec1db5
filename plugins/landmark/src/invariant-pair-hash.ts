/**
 * Numbers pairs by two of their three numbers. The third is free: pairs of a bucket are in its order, so that those
 * within a tolerance lie together.
 */
export interface PairHash {
  readonly free: 'pitch' | 'gap';
  /** Numbers are below this. */
  readonly buckets: number;
  of(pitch: number, interval: number, gap: number): number;
  /** Writes the numbers under which a pair measured a little differently would be. Returns how many: 4 at most. */
  near(pitch: number, interval: number, gap: number, into: Uint32Array): number;
}

/** What is spread evenly over cells of one width. */
interface Axis {
  readonly width: number;
  readonly cells: number;
}

const centsWidth = 35;
const gapWidth = 25;
/** As in triplets: a query this near to a border asks beyond it, too. */
const borderShare = 0.3;

const clipped = (cell: number, cells: number): number => Math.max(0, Math.min(cells - 1, Math.floor(cell)));

/** The cell beyond the border that `x` is near to; −1 where it is near none or there is none. */
const beyond = (x: number, cells: number): number => {
  const cell = Math.floor(x);
  const into = x - cell;
  const other = into < borderShare ? cell - 1 : into >= 1 - borderShare ? cell + 1 : -1;
  return other < cells ? other : -1;
};

const grid = (x: Axis, y: Axis) => ({
  buckets: x.cells * y.cells,
  of: (atX: number, atY: number): number => clipped(atX / x.width, x.cells) * y.cells + clipped(atY / y.width, y.cells),
  near: (atX: number, atY: number, into: Uint32Array): number => {
    const otherX = beyond(atX / x.width, x.cells);
    const otherY = beyond(atY / y.width, y.cells);
    let count = 0;
    for (let a = clipped(atX / x.width, x.cells), i = 0; i < 2 && a >= 0; a = otherX, i++)
      for (let b = clipped(atY / y.width, y.cells), j = 0; j < 2 && b >= 0; b = otherY, j++)
        into[count++] = a * y.cells + b;
    return count;
  },
});

/** For samples that keep their tempo: interval and gap are the same, pitch is free. */
export const pairsAtTempo = (reachCents: number, spanMilliseconds: number): PairHash => {
  const { buckets, of, near } = grid(
    { width: centsWidth, cells: Math.floor((2 * reachCents) / centsWidth) + 1 },
    { width: gapWidth, cells: Math.floor(spanMilliseconds / gapWidth) + 1 },
  );
  return {
    free: 'pitch',
    buckets,
    of: (_, interval, gap) => of(interval + reachCents, gap),
    near: (_, interval, gap, into) => near(interval + reachCents, gap, into),
  };
};

/** For samples that keep their pitch: both pitches are the same, the gap is free. */
export const pairsAtPitch = (reachCents: number, pitchRangeCents: number): PairHash => {
  const { buckets, of, near } = grid(
    { width: centsWidth, cells: Math.floor(pitchRangeCents / centsWidth) + 1 },
    { width: centsWidth, cells: Math.floor((2 * reachCents) / centsWidth) + 1 },
  );
  return {
    free: 'gap',
    buckets,
    of: (pitch, interval) => of(pitch, interval + reachCents),
    near: (pitch, interval, _, into) => near(pitch, interval + reachCents, into),
  };
};
