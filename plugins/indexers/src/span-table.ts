import type { TrackSpan } from '@sid/core';

/** The spans of an index, by row, in columns. */
export interface SpanTable {
  readonly size: number;
  push(span: TrackSpan): void;
  at(row: number): TrackSpan;
  trackAt(row: number): string;
  /** Rows of that track, rising. */
  rowsOf(track: string): readonly number[];
  /** Keeps only the rows for which `keep` is 1, in order. */
  compact(keep: Uint8Array): void;
  set(row: number, span: TrackSpan): void;
}

interface Columns {
  readonly from: Float64Array;
  readonly to: Float64Array;
  /** NaN where a span says no shift. */
  readonly semitones: Float64Array;
  readonly track: Uint32Array;
}

const columnsOf = (capacity: number): Columns => ({
  from: new Float64Array(capacity),
  to: new Float64Array(capacity),
  semitones: new Float64Array(capacity),
  track: new Uint32Array(capacity),
});

export const createSpanTable = (): SpanTable => {
  const names: string[] = [];
  const numbers = new Map<string, number>();
  let columns = columnsOf(64);
  let size = 0;

  const numberOf = (name: string): number => {
    const known = numbers.get(name);
    if (known !== undefined) return known;
    numbers.set(name, names.length);
    return names.push(name) - 1;
  };
  const grow = (): void => {
    const larger = columnsOf(2 * columns.from.length);
    for (const name of ['from', 'to', 'semitones', 'track'] as const) larger[name].set(columns[name]);
    columns = larger;
  };
  const set = (row: number, { track, from, to, semitones }: TrackSpan): void => {
    columns.from[row] = from;
    columns.to[row] = to;
    columns.semitones[row] = semitones ?? Number.NaN;
    columns.track[row] = numberOf(track);
  };
  const trackAt = (row: number): string => names[columns.track[row] ?? 0] ?? '';

  return {
    get size() {
      return size;
    },
    push(span) {
      if (size === columns.from.length) grow();
      set(size++, span);
    },
    set,
    at(row) {
      const semitones = columns.semitones[row] ?? Number.NaN;
      const span = { track: trackAt(row), from: columns.from[row] ?? 0, to: columns.to[row] ?? 0 };
      return Number.isNaN(semitones) ? span : { ...span, semitones };
    },
    trackAt,
    rowsOf(track) {
      const number = numbers.get(track);
      const rows: number[] = [];
      if (number !== undefined) for (let row = 0; row < size; row++) if (columns.track[row] === number) rows.push(row);
      return rows;
    },
    compact(keep) {
      let to = 0;
      for (let row = 0; row < size; row++) {
        if (keep[row] !== 1) continue;
        for (const column of [columns.from, columns.to, columns.semitones, columns.track])
          column[to] = column[row] ?? 0;
        to++;
      }
      size = to;
    },
  };
};
