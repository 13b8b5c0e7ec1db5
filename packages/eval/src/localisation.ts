import type { Judged, Match, Relation } from '@sid/core';
import { hitRate } from './hit-rate.ts';
import { type Axis, rightPlace } from './place.ts';
import type { Tier } from './tier.ts';

/** What a metric about the best-ranked relevant track may look at. */
export interface TopOptions {
  /** Say nothing (null) where no relevant track was retrieved, instead of 0. */
  readonly found?: boolean;
  /** Relevant tracks beyond this rank count as not retrieved. */
  readonly cutoff?: number;
}

/** Relevant tracks of the best tier that holds any: each is equally likely to be the first one. */
export const firstRelevant = (tiers: readonly Tier[]): readonly Match[] =>
  tiers.find((tier) => tier.relevant.length > 0)?.relevant ?? [];

/** Relations that the query has with `track`. */
export const relationsTo = (judged: Judged, track: string): readonly Relation[] =>
  judged.relations.filter((relation) => relation.reference === track);

/**
 * Whether the first alignment of the best-ranked relevant track is at the right place on `axis` (rule: `rightPlace`).
 * 0 where no relevant track was retrieved, or none with an alignment.
 *
 * @returns 0…1, or null where no relation of the query is annotated on that axis
 */
export const localisation = (
  judged: Judged,
  tiers: readonly Tier[],
  axis: Axis,
  toleranceSeconds: number,
  { found = false, cutoff = Number.POSITIVE_INFINITY }: TopOptions = {},
): number | null => {
  const annotated = (relation: Relation): boolean =>
    (axis === 'reference' ? relation.inReference : relation.inQuery).length > 0;
  if (!judged.relations.some((relation) => judged.relevant.has(relation.reference) && annotated(relation))) return null;
  const reached = hitRate(tiers, cutoff);
  if (reached === 0) return found ? null : 0;
  const values = firstRelevant(tiers).flatMap((match) => {
    const relations = relationsTo(judged, match.track).filter(annotated);
    const best = match.where[0];
    if (relations.length === 0) return [];
    const right = best !== undefined && relations.some((each) => rightPlace(best, each, axis, toleranceSeconds));
    return [right ? 1 : 0];
  });
  if (values.length === 0) return null;
  const mean = values.reduce<number>((sum, value) => sum + value, 0) / values.length;
  return found ? mean : mean * reached;
};
