import type { Hit, TrackSpan } from '@sid/core';

/** A stored window that is compared with the query. */
export interface Candidate {
  readonly span: TrackSpan;
  /** Windows of the query that found it, nearest first. */
  readonly finders: readonly number[];
  /** Greatest cosine with one of them. */
  readonly cosine: number;
}

/**
 * The stored windows among the first `neighbours` hits of each query window, each once, those with the greatest cosines
 * first, no more than `most`.
 */
export const candidatesOf = (
  hits: readonly (readonly Hit[])[],
  { neighbours, most }: { readonly neighbours: number; readonly most?: number | undefined },
): readonly Candidate[] => {
  const found = new Map<string, { span: TrackSpan; finders: { window: number; cosine: number }[] }>();
  hits.forEach((list, window) => {
    for (const { span, score: cosine } of list.slice(0, neighbours)) {
      const key = `${span.track}\n${span.from} ${span.to} ${span.semitones ?? ''}`;
      const known = found.get(key);
      if (known === undefined) found.set(key, { span, finders: [{ window, cosine }] });
      else known.finders.push({ window, cosine });
    }
  });
  const candidates = [...found.values()].map(({ span, finders }) => {
    finders.sort((a, b) => b.cosine - a.cosine || a.window - b.window);
    return { span, finders: finders.map(({ window }) => window), cosine: finders[0]?.cosine ?? 0 };
  });
  return candidates.sort((a, b) => b.cosine - a.cosine).slice(0, most);
};
