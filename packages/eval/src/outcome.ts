import type { Judged, Metric } from '@sid/core';
import type { QueryOutcome } from './board.ts';
import type { Coverage } from './coverage.ts';

/** How many found tracks a board shows per query. */
const shownMatches = 5;

/** Query by query what was found, and what each metric says of it. */
export const outcomesOf = (
  coverage: Coverage,
  queries: readonly Judged[],
  metrics: readonly Metric[],
): readonly QueryOutcome[] => {
  const titles = new Map(coverage.references.map(({ id, title }) => [id, title]));
  return coverage.queries.flatMap(({ id, title, role, durationSeconds }, index) => {
    const judged = queries[index];
    if (judged === undefined) return [];
    const classes = [...new Set(judged.relations.flatMap((relation) => relation.class ?? []))];
    return [
      {
        query: id,
        ...(title === undefined ? {} : { title }),
        role,
        ...(classes.length === 0 ? {} : { class: classes.join(' + ') }),
        durationSeconds,
        relations: judged.relations.map((relation) => {
          const name = titles.get(relation.reference);
          return { ...relation, ...(name === undefined ? {} : { title: name }) };
        }),
        scores: Object.fromEntries(
          metrics.flatMap((metric) => {
            const value = metric.score(judged);
            return value === null || Number.isNaN(value) ? [] : [[metric.name, value] as const];
          }),
        ),
        found: judged.matches.slice(0, shownMatches).map((match) => {
          const name = titles.get(match.track);
          return {
            ...match,
            ...(name === undefined ? {} : { title: name }),
            relevant: judged.relevant.has(match.track),
          };
        }),
      },
    ];
  });
};
