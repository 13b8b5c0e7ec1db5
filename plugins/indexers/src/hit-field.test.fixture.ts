import { createRandom, type Hit, type TrackSpan } from '@sid/core';

/** A sample in a generated hit field. */
export interface Planted {
  readonly track: number;
  /** Stretch of the query in seconds, and where in the reference it starts. */
  readonly from: number;
  readonly to: number;
  readonly reference: number;
  readonly tempoRatio?: number;
  /** Height over the noise, whose standard deviation is 1. */
  readonly height?: number;
  /** Shift of the reference window at which it is heard. */
  readonly semitones?: number;
}

export interface Field {
  readonly seed: number | string;
  readonly querySeconds: number;
  /** Length of each track in seconds. */
  readonly tracks: readonly number[];
  readonly planted?: readonly Planted[];
  readonly hop?: number;
  readonly window?: number;
  /** Hits per query window. */
  readonly k?: number;
  /** Shifts of the reference windows that are stored; none where absent. */
  readonly shifts?: readonly number[];
  /** Cosine of what has nothing to do with the query, and the standard deviation around it. */
  readonly floor?: number;
  readonly spread?: number;
}

/**
 * What an index would return: noise that lasts along diagonals as long as windows overlap, as that of real embeddings
 * does, and planted samples whose windows answer the more, the more of them lies within.
 */
export const hitField = (field: Field): { query: readonly TrackSpan[]; hits: readonly (readonly Hit[])[] } => {
  const { hop = 1, window = 4, k = 60, floor = 0.95, spread = 0.008, shifts = [undefined], planted = [] } = field;
  const spans = (track: string, seconds: number): TrackSpan[] =>
    Array.from({ length: Math.max(1, Math.floor((seconds - window) / hop) + 1) }, (_, i) => ({
      track,
      from: i * hop,
      to: i * hop + window,
    }));
  const query = spans('query', field.querySeconds);
  const lists: Hit[][] = query.map(() => []);
  const lasting = Math.max(1, Math.round(window / hop));
  field.tracks.forEach((seconds, t) => {
    const references = spans(`track-${t}`, seconds);
    for (const shift of shifts) {
      const width = references.length + lasting;
      const random = createRandom(`${field.seed}/${t}/${shift ?? ''}`);
      const noise = Float64Array.from({ length: (query.length + lasting) * width }, () => random.normal());
      references.forEach((span, j) => {
        query.forEach((asked, i) => {
          let value = 0;
          for (let d = 0; d < lasting; d++) value += (noise[(i + d) * width + j + d] ?? 0) / Math.sqrt(lasting);
          for (const sample of planted) {
            if (sample.track === t && sample.semitones === shift) value += answer(sample, asked, span, window);
          }
          lists[i]?.push({
            span: shift === undefined ? span : { ...span, semitones: shift },
            score: Math.min(1, floor + spread * value),
          });
        });
      });
    }
  });
  return { query, hits: lists.map((list) => list.sort((a, b) => b.score - a.score).slice(0, k)) };
};

const answer = (sample: Planted, asked: TrackSpan, span: TrackSpan, window: number): number => {
  const { from, to, reference, tempoRatio = 1, height = 4 } = sample;
  const inside = Math.max(0, Math.min(asked.to, to) - Math.max(asked.from, from)) / Math.min(window, to - from);
  const expected = reference + tempoRatio * ((asked.from + asked.to) / 2 - from);
  const off = Math.abs((span.from + span.to) / 2 - expected) / window;
  return height * inside * Math.max(0, 1 - 2 * off);
};
