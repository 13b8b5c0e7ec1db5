import type { Hit, TrackSpan } from '@sid/core';
import type { SpanTable } from './span-table.ts';

/** Rows and their scores, side by side: no objects until all queries are answered. */
export interface Ranked {
  readonly rows: Int32Array;
  readonly scores: Float32Array;
}

export interface Ranking {
  /** The best `k`: best first, equal scores by track, then by time, then as they were added. */
  order(found: Ranked): Ranked;
  hits(found: Ranked): readonly Hit[];
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
  const compareRows = (a: number, b: number): number => {
    const [one, two] = [spanAt(a), spanAt(b)];
    if (one.track !== two.track) return one.track < two.track ? -1 : 1;
    return one.from - two.from || a - b;
  };
  return {
    order({ rows, scores }) {
      const order = new Uint32Array(rows.length);
      for (let i = 0; i < order.length; i++) order[i] = i;
      order.sort(
        (a, b) => (scores[b] as number) - (scores[a] as number) || compareRows(rows[a] as number, rows[b] as number),
      );
      const best = order.subarray(0, k);
      return {
        rows: Int32Array.from(best, (i) => rows[i] as number),
        scores: Float32Array.from(best, (i) => scores[i] as number),
      };
    },
    hits({ rows, scores }) {
      const hits: Hit[] = [];
      for (let i = 0; i < rows.length; i++) {
        hits.push({ span: spanAt(rows[i] as number), score: scores[i] as number });
      }
      return hits;
    },
  };
};
