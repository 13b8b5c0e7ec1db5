import type { Hit, TrackSpan } from '@sid/core';
import type { Background } from './background.ts';
import { type Pair, pairsByTrack, semitonesOf } from './pairs.ts';

/** A pair of windows as a point between two time axes. */
export interface Cell {
  readonly pair: Pair;
  /** Centres of the two windows in seconds. */
  readonly q: number;
  readonly r: number;
  /** How unlikely the score is for a window that has nothing to do with it: minus the natural logarithm. */
  readonly nats: number;
}

/** How windows lie on the axis of the query. */
export interface Timing {
  /** Seconds from one window to the next. */
  readonly hop: number;
  readonly window: number;
  /** What one window adds to those before it: windows that overlap say nearly the same. */
  readonly share: number;
  /** How far a cell may be off a line, in seconds of the reference. */
  readonly tolerance: number;
  /** Where the last window ends. */
  readonly end: number;
}

const centre = (span: TrackSpan): number => (span.from + span.to) / 2;

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

/** Windows of one query are alike; the last may be shorter, and copies of one at other pitches share its time. */
export const timingOf = (query: readonly TrackSpan[]): Timing => {
  const window = Math.max(1e-3, median(query.map(({ from, to }) => to - from)));
  const times = [...new Set(query.map(centre))].sort((a, b) => a - b);
  const hop = times.length < 2 ? window : median(times.slice(1).map((time, i) => time - (times[i] ?? 0)));
  return {
    hop,
    window,
    share: Math.min(1, hop / window),
    // Reference windows lie up to half a hop off any line, query windows too.
    tolerance: Math.min(0.75 * hop, window / 2),
    end: query.reduce((last, { to }) => Math.max(last, to), 0),
  };
};

/** What chance alone cannot give: a window counts for fifty at most, whatever the noise behind it. */
const mostNats = 50;

/** The cells of every track, in the order of the query's time, apart by the semitones between their two sides. */
export const cellsByTrack = (
  query: readonly TrackSpan[],
  hits: readonly (readonly Hit[])[],
  { level, scale }: Background,
): ReadonlyMap<string, ReadonlyMap<number | undefined, readonly Cell[]>> => {
  const tracks = new Map<string, Map<number | undefined, readonly Cell[]>>();
  for (const [track, pairs] of pairsByTrack(query, hits)) {
    const groups = new Map<number | undefined, Cell[]>();
    for (const pair of pairs) {
      const semitones = semitonesOf(pair);
      // Shifts come from a short list of numbers; their differences differ by rounding.
      const key = semitones === undefined ? undefined : Math.round(semitones * 1000) / 1000;
      const nats = Math.min(mostNats, (pair.score - (level[pair.window] ?? 0)) / scale);
      if (nats <= 0) continue;
      const cell = { pair, q: centre(pair.query), r: centre(pair.reference), nats };
      const group = groups.get(key);
      if (group === undefined) groups.set(key, [cell]);
      else group.push(cell);
    }
    for (const group of groups.values()) group.sort((a, b) => a.q - b.q || a.r - b.r);
    tracks.set(track, groups);
  }
  return tracks;
};
