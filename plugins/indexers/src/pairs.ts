import type { Alignment, Hit, TrackSpan } from '@sid/core';

/** A window of the query and a stored window that was found for it. */
export interface Pair {
  /** Number of the query window. */
  readonly window: number;
  readonly query: TrackSpan;
  readonly reference: TrackSpan;
  readonly score: number;
}

/** The pairs of every track, best first, equal scores in the order of the query. */
export const pairsByTrack = (
  query: readonly TrackSpan[],
  hits: readonly (readonly Hit[])[],
): ReadonlyMap<string, readonly Pair[]> => {
  const pairs = new Map<string, Pair[]>();
  hits.forEach((list, window) => {
    const span = query[window];
    if (span === undefined) return;
    for (const { span: reference, score } of list) {
      const pair = { window, query: span, reference, score };
      const known = pairs.get(reference.track);
      if (known === undefined) pairs.set(reference.track, [pair]);
      else known.push(pair);
    }
  });
  for (const list of pairs.values()) list.sort((a, b) => b.score - a.score || a.window - b.window);
  return pairs;
};

/**
 * What a pair that no list of hits shows counts as: the lowest score that a list ends with. Every pair that was left
 * out scores lower than the end of its own list, so that a track gains nothing from pairs that were not seen.
 */
export const unseenScore = (hits: readonly (readonly Hit[])[]): number =>
  hits.reduce((least, list) => Math.min(least, list.at(-1)?.score ?? least), Number.POSITIVE_INFINITY);

/** How much higher the query's side sounds than the reference's, where either was shifted before it was compared. */
export const semitonesOf = ({ query, reference }: Pair): number | undefined =>
  query.semitones === undefined && reference.semitones === undefined
    ? undefined
    : (reference.semitones ?? 0) - (query.semitones ?? 0);

/** Shared share of two stretches, of the shorter one. */
export const overlap = (a: { from: number; to: number }, b: { from: number; to: number }): number => {
  const shared = Math.min(a.to, b.to) - Math.max(a.from, b.from);
  const shorter = Math.min(a.to - a.from, b.to - b.from);
  return shorter > 0 ? shared / shorter : 0;
};

/** The best pairs as places, leaving out those that say nearly what a better one says. */
export const placesOf = (pairs: readonly Pair[], most: number): readonly Alignment[] => {
  const places: Alignment[] = [];
  for (const pair of pairs) {
    if (places.length === most) break;
    const { query, reference, score } = pair;
    const isKnown = places.some(
      (place) => overlap(place.query, query) > 0.5 && overlap(place.reference, reference) > 0.5,
    );
    if (isKnown) continue;
    const semitones = semitonesOf(pair);
    places.push({
      query: { from: query.from, to: query.to },
      reference: { from: reference.from, to: reference.to },
      score,
      ...(semitones === undefined ? {} : { semitones }),
    });
  }
  return places;
};
