import type { Hit, Match, Matcher, TrackSpan } from '@sid/core';
import { type Pair, pairsByTrack, placesOf, unseenScore } from './pairs.ts';

/** Scores a track by its pairs, which are best first and at least one. */
export type TrackScore = (pairs: readonly Pair[], unseen: number) => number;

/** A matcher that reduces the pairs of each track to a number, and shows the best of them as places. */
export const rankedBy = (scoreMeaning: string, places: number, score: TrackScore): Matcher => ({
  scoreMeaning,
  rank: (query: readonly TrackSpan[], hits: readonly (readonly Hit[])[]): readonly Match[] => {
    const unseen = unseenScore(hits);
    return [...pairsByTrack(query, hits)]
      .map(([track, pairs]) => ({ track, score: score(pairs, unseen), where: placesOf(pairs, places) }))
      .sort(byScore);
  },
});

/** Best first, equal scores by name. */
export const byScore = (a: Match, b: Match): number => b.score - a.score || (a.track < b.track ? -1 : 1);

/** Mean of `count` scores, those that are missing filled up. */
export const meanOf = (scores: readonly number[], count: number, unseen: number): number =>
  (scores.reduce((sum, score) => sum + score, 0) + (count - scores.length) * unseen) / count;
