import type { Hit, TrackSpan } from '@sid/core';
import type { SpanTable } from './span-table.ts';

export interface Ranked {
  readonly score: number;
  readonly row: number;
}

/** The answer to one query outside the heap of objects, until all queries are answered. */
export interface Answer {
  readonly rows: Int32Array;
  readonly scores: Float32Array;
}

export interface Ranking {
  /** The best `k`: best first, equal scores by track, then by time, then as they were added. */
  order(found: Ranked[]): Answer;
  hits(answer: Answer): readonly Hit[];
}

/** Makes lists of hits in an order that does not show when what was added. A row's span is made once for all lists. */
export const ranking = (spans: SpanTable, k: number): Ranking => {
  const made = new Map<number, TrackSpan>();
  const spanAt = (row: number): TrackSpan => {
    const known = made.get(row);
    if (known !== undefined) return known;
    const span = spans.at(row);
    made.set(row, span);
    return span;
  };
  const compare = (a: Ranked, b: Ranked): number => {
    if (a.score !== b.score) return b.score - a.score;
    const [one, two] = [spanAt(a.row), spanAt(b.row)];
    if (one.track !== two.track) return one.track < two.track ? -1 : 1;
    return one.from - two.from || a.row - b.row;
  };
  return {
    order(found) {
      const best = found.sort(compare).slice(0, k);
      return {
        rows: Int32Array.from(best, ({ row }) => row),
        scores: Float32Array.from(best, ({ score }) => score),
      };
    },
    hits: ({ rows, scores }) => Array.from(rows, (row, i) => ({ span: spanAt(row), score: scores[i] as number })),
  };
};
