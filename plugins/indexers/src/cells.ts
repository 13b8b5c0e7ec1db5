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
const timingOf = (spans: readonly TrackSpan[], end: number): Timing => {
  const window = Math.max(1e-3, median(spans.map(({ from, to }) => to - from)));
  const times = [...new Set(spans.map(centre))].sort((a, b) => a - b);
  const hop = times.length < 2 ? window : median(times.slice(1).map((time, i) => time - (times[i] ?? 0)));
  return {
    hop,
    window,
    share: Math.min(1, hop / window),
    // Reference windows lie up to half a hop off any line, query windows too.
    tolerance: Math.min(0.75 * hop, window / 2),
    end,
  };
};

/** How windows that were heard at one speed lie, for every speed: windows of a query that was made faster are longer. */
const timingsOf = (query: readonly TrackSpan[]): ReadonlyMap<number | undefined, Timing> => {
  const end = query.reduce((last, { to }) => Math.max(last, to), 0);
  const tempos = new Set(query.map(({ tempo }) => tempo));
  return new Map(
    [...tempos].map((tempo) => [
      tempo,
      timingOf(
        query.filter((span) => span.tempo === tempo),
        end,
      ),
    ]),
  );
};

/** Cells whose two sides were made to sound alike in the same way: evidence is joined within a group only. */
export interface Group {
  readonly semitones: number | undefined;
  /** Speed at which the query was heard. */
  readonly tempo: number | undefined;
  readonly timing: Timing;
  /** In the order of the query's time. */
  readonly cells: readonly Cell[];
}

/** What chance alone cannot give: a window counts for fifty at most, whatever the noise behind it. */
const mostNats = 50;

const groupsOf = (
  pairs: readonly Pair[],
  timings: ReadonlyMap<number | undefined, Timing>,
  { level, scale }: Background,
): readonly Group[] => {
  const groups = new Map<string, Group & { readonly cells: Cell[] }>();
  for (const pair of pairs) {
    const nats = Math.min(mostNats, (pair.score - level) / scale);
    const { tempo } = pair.query;
    const timing = timings.get(tempo);
    if (nats <= 0 || timing === undefined) continue;
    const said = semitonesOf(pair);
    // Shifts come from a short list of numbers; their differences differ by rounding.
    const semitones = said === undefined ? undefined : Math.round(said * 1000) / 1000;
    const key = `${semitones} ${tempo}`;
    const group = groups.get(key) ?? { semitones, tempo, timing, cells: [] };
    groups.set(key, group);
    group.cells.push({ pair, q: centre(pair.query), r: centre(pair.reference), nats });
  }
  for (const { cells } of groups.values()) cells.sort((a, b) => a.q - b.q || a.r - b.r);
  return [...groups.values()];
};

/** The cells of every track with any, apart by the semitones between their two sides and by the query's speed. */
export const cellsByTrack = (
  query: readonly TrackSpan[],
  hits: readonly (readonly Hit[])[],
  background: Background,
): ReadonlyMap<string, readonly Group[]> => {
  const timings = timingsOf(query);
  return new Map([...pairsByTrack(query, hits)].map(([track, pairs]) => [track, groupsOf(pairs, timings, background)]));
};
