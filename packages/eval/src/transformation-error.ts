import type { Alignment, Judged, Relation } from '@sid/core';
import { firstRelevant, relationsTo } from './localisation.ts';
import type { Tier } from './tier.ts';

type Difference = (alignment: Alignment, relation: Relation) => number | undefined;

/** |estimated − annotated| semitones. */
export const semitoneError: Difference = (alignment, relation) =>
  alignment.semitones === undefined || relation.semitones === undefined
    ? undefined
    : Math.abs(alignment.semitones - relation.semitones);

/** By how many per cent the greater of the estimated and the annotated ratio exceeds the smaller: 0 is exact. */
export const tempoError: Difference = (alignment, relation) => {
  if (alignment.tempoRatio === undefined || relation.tempoRatio === undefined) return undefined;
  if (!(alignment.tempoRatio > 0 && relation.tempoRatio > 0)) return undefined;
  return 100 * (Math.exp(Math.abs(Math.log(alignment.tempoRatio / relation.tempoRatio))) - 1);
};

/**
 * Error of what the first alignment of the best-ranked relevant track says about the transformation. Of several
 * annotated uses of that track the nearest counts; over tied tracks the mean.
 *
 * @returns null where nothing relevant was retrieved, or nothing was estimated or annotated
 */
export const transformationError = (judged: Judged, tiers: readonly Tier[], error: Difference): number | null => {
  const values = firstRelevant(tiers).flatMap((match) => {
    const best = match.where[0];
    const errors = relationsTo(judged, match.track).flatMap((relation) =>
      best === undefined ? [] : (error(best, relation) ?? []),
    );
    return errors.length === 0 ? [] : [Math.min(...errors)];
  });
  return values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length;
};
