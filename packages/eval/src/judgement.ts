import { type Judged, type Relation, SidError } from '@sid/core';
import type { Coverage } from './coverage.ts';
import type { Result } from './result.ts';

/**
 * Noise tracks of one index. A result says only how many it held (a sweep may use a part): those that were found are
 * certain, and which of the others make up the number changes no metric.
 */
const noiseOf = (result: Result, noise: readonly string[]): readonly string[] => {
  const found = new Set(result.rankings.flatMap(({ matches }) => matches.map(({ track }) => track)));
  return [...noise.filter((id) => found.has(id)), ...noise.filter((id) => !found.has(id))].slice(0, result.noise);
};

/**
 * The rankings of one method as metrics see them, in the order of the coverage's queries. Tracks that another method
 * lacked are taken out of the ranking, so that all methods choose from the same pool.
 *
 * @throws SidError SID_RESULT_INVALID where a ranking is missing
 */
export const judge = (result: Result, coverage: Coverage): readonly Judged[] => {
  const rankings = new Map(result.rankings.map((ranking) => [ranking.query, ranking.matches]));
  const pool = new Set(coverage.references.map(({ id }) => id));
  const noise = coverage.references.filter(({ role }) => role === 'noise').map(({ id }) => id);
  const heard = new Set(noiseOf(result, noise));
  return coverage.queries.map(({ id }) => {
    const matches = rankings.get(id);
    if (matches === undefined) {
      throw new SidError(
        'SID_RESULT_INVALID',
        `The result of "${result.method}" (run ${result.run}) has no ranking for the query "${id}" and does not list it as left out. Run the method again.`,
      );
    }
    const relations = coverage.relations.filter(({ query }) => query === id);
    return {
      query: id,
      matches: matches.filter(({ track }) => pool.has(track)),
      relations,
      relevant: new Set(relations.map(({ reference }) => reference)),
      noise: heard,
      poolSize: pool.size - noise.length + heard.size,
    };
  });
};

/**
 * The same query with some of its relations only. Tracks that are relevant by the others alone are neither right nor
 * wrong here: they leave ranking and pool.
 *
 * @returns undefined where the query has none of them
 */
export const restrict = (judged: Judged, keep: (relation: Relation) => boolean): Judged | undefined => {
  const relations = judged.relations.filter(keep);
  if (relations.length === 0) return undefined;
  const relevant = new Set(relations.map(({ reference }) => reference));
  const removed = new Set([...judged.relevant].filter((track) => !relevant.has(track)));
  return {
    ...judged,
    relations,
    relevant,
    matches: judged.matches.filter(({ track }) => !removed.has(track)),
    poolSize: judged.poolSize - removed.size,
  };
};
