import { type LeftOut, type Relation, SidError } from '@sid/core';
import type { Result } from './result.ts';
import type { Truth, TruthTrack } from './truth.ts';

/** The part of a data set on which all methods are compared. */
export interface Coverage {
  /** Queries with at least one relation, and negatives. */
  readonly queries: readonly TruthTrack[];
  /** References and noise that every method had. */
  readonly references: readonly TruthTrack[];
  readonly relations: readonly Relation[];
  /** What the data set itself lacked, and what is left out for the sake of comparability. */
  readonly leftOut: readonly LeftOut[];
}

/**
 * Keeps the recordings that no method had to leave out, and the relations with both sides kept. A query that loses its
 * last relation is left out; it is no negative.
 *
 * @throws SidError SID_RESULT_INVALID where a result belongs to another state of the data set; SID_DATASET_EMPTY where
 * no query remains that samples anything
 */
export const coverageOf = (truth: Truth, results: readonly Result[]): Coverage => {
  for (const { method, dataset } of results) {
    if (dataset.digest === truth.digest) continue;
    throw new SidError(
      'SID_RESULT_INVALID',
      `The result of "${method}" was measured on another state of ${truth.dataset.name}: digest ${dataset.digest}, not ${truth.digest}. Run the method again.`,
    );
  }
  const dropped = new Map<string, LeftOut>();
  for (const { method, leftOut } of results) {
    for (const each of leftOut) {
      if (!dropped.has(each.id)) dropped.set(each.id, { ...each, reason: `${method}: ${each.reason}` });
    }
  }
  const references = truth.references.filter(({ id }) => !dropped.has(id));
  const heard = truth.queries.filter(({ id }) => !dropped.has(id));
  const sides = { references: new Set(references.map(({ id }) => id)), queries: new Set(heard.map(({ id }) => id)) };
  const relations = truth.relations.filter(
    ({ query, reference }) => sides.queries.has(query) && sides.references.has(reference),
  );
  const related = new Set(relations.map(({ query }) => query));
  const queries = heard.filter(({ id, role }) => role === 'negative' || related.has(id));
  if (related.size === 0) {
    throw new SidError(
      'SID_DATASET_EMPTY',
      `${truth.dataset.name}: none of its ${truth.queries.length} queries has a usable reference, so there is nothing to evaluate.`,
    );
  }
  const kept = new Set(relations);
  return {
    queries,
    references,
    relations,
    leftOut: [
      ...truth.leftOut,
      ...dropped.values(),
      ...truth.relations
        .filter((relation) => !kept.has(relation))
        .map(({ id, query, reference }) => ({
          id,
          reason: `relation without ${sides.queries.has(query) ? `its reference ${reference}` : `its query ${query}`}`,
        })),
      ...heard
        .filter(({ id, role }) => role !== 'negative' && !related.has(id))
        .map(({ id }) => ({ id, reason: 'query without a usable reference' })),
    ],
  };
};
