import type { Match } from '@sid/core';
import type { InvariantTrack } from './invariant-library.ts';
import type { Line } from './invariant-line.ts';

/** A line to be compared, with the position of its track. */
export interface Suggested {
  readonly track: number;
  readonly line: Line;
}

/** A fit sees ±2.5 s around where it begins, so that longer places are begun at several points. */
const stepSeconds = 5;

/**
 * The lines of places that others found. What they do not say of pitch and tempo is taken as unchanged.
 *
 * @param tracks - in order of ids
 */
export const suggestedLines = (
  matches: readonly Match[],
  tracks: readonly Pick<InvariantTrack, 'id'>[],
): readonly Suggested[] =>
  matches.flatMap(({ track: id, where }) => {
    const track = positionOf(id, tracks);
    if (track === undefined) return [];
    return where.flatMap(({ query, reference, semitones = 0, tempoRatio = 1 }) => {
      const seconds = query.to - query.from;
      const count = Math.max(1, Math.ceil(seconds / stepSeconds));
      return Array.from({ length: count }, (_, i): Suggested => {
        const aside = ((i + 0.5) / count - 0.5) * seconds * 1000;
        const line = {
          queryAt: 500 * (query.from + query.to) + aside,
          referenceAt: 500 * (reference.from + reference.to) + aside * tempoRatio,
          tempoRatio,
          cents: 100 * semitones,
        };
        return { track, line };
      });
    });
  });

const positionOf = (id: string, tracks: readonly Pick<InvariantTrack, 'id'>[]): number | undefined => {
  let low = 0;
  let high = tracks.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((tracks[middle]?.id ?? '') < id) low = middle + 1;
    else high = middle;
  }
  return tracks[low]?.id === id ? low : undefined;
};
