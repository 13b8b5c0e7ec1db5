import type { Judged } from '@sid/core';
import type { Rejection } from './board.ts';

/** Share of the right first answers that the threshold keeps. */
export const keptShare = 0.9;

/**
 * Area under the ROC curve: the probability that a positive scores above a negative, ties half (Mann–Whitney).
 *
 * @returns 0…1; NaN where either side is empty
 */
export const auroc = (positives: readonly number[], negatives: readonly number[]): number => {
  let wins = 0;
  for (const positive of positives) {
    for (const negative of negatives) wins += positive > negative ? 1 : positive === negative ? 0.5 : 0;
  }
  return wins / (positives.length * negatives.length);
};

/** A query for which nothing was found scores below everything. */
const bestOf = ({ matches }: Judged): number =>
  matches.reduce((best, match) => Math.max(best, match.score), Number.NEGATIVE_INFINITY);

/** Whether the first answer is right; of tied first answers all must be, since a threshold is chosen by it. */
const firstIsRight = (judged: Judged): boolean => {
  const best = bestOf(judged);
  const first = judged.matches.filter((match) => match.score === best);
  return first.length > 0 && first.every((match) => judged.relevant.has(match.track));
};

/**
 * How well the best score of a query tells whether the query samples anything of the collection.
 *
 * @returns undefined without queries of both sorts
 */
export const rejectionOf = (queries: readonly Judged[]): Rejection | undefined => {
  const positives = queries.filter((judged) => judged.relevant.size > 0);
  const negatives = queries.filter((judged) => judged.relevant.size === 0).map(bestOf);
  if (positives.length === 0 || negatives.length === 0) return undefined;
  const right = positives
    .filter(firstIsRight)
    .map(bestOf)
    .sort((a, b) => b - a);
  const threshold = right[Math.ceil(keptShare * right.length) - 1];
  return {
    positives: positives.length,
    negatives: negatives.length,
    auroc: auroc(positives.map(bestOf), negatives),
    ...(threshold === undefined
      ? {}
      : { threshold, falseAlarmRate: negatives.filter((score) => score >= threshold).length / negatives.length }),
  };
};
