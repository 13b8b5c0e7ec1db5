import type { Judged, Metric, Relation } from '@sid/core';
import type { Estimate, Protocol } from './board.ts';
import { estimate } from './estimate.ts';
import { restrict } from './judgement.ts';

/** Values of the queries about which the metric says something. A value that is no number says nothing. */
export const valuesOf = (metric: Metric, queries: readonly Judged[]): readonly number[] =>
  queries.flatMap((judged) => {
    const value = metric.score(judged);
    return value === null || Number.isNaN(value) ? [] : [value];
  });

/** Estimates by metric name; metrics that say nothing about any query are left out. */
export const estimatesOf = (
  metrics: readonly Metric[],
  queries: readonly Judged[],
  protocol: Protocol,
): Readonly<Record<string, Estimate>> =>
  Object.fromEntries(
    metrics.flatMap((metric) => {
      const value = estimate(valuesOf(metric, queries), metric.aggregate ?? 'mean', protocol);
      return value === undefined ? [] : [[metric.name, value] as const];
    }),
  );

/** Queries with a relation for which `keep` holds, judged by these relations alone. */
export const subset = (queries: readonly Judged[], keep: (relation: Relation) => boolean): readonly Judged[] =>
  queries.flatMap((judged) => restrict(judged, keep) ?? []);

/** Class → metric → estimate; undefined where no relation has a class. */
export const classesOf = (
  metrics: readonly Metric[],
  queries: readonly Judged[],
  protocol: Protocol,
): Readonly<Record<string, Readonly<Record<string, Estimate>>>> | undefined => {
  const names = new Set(queries.flatMap(({ relations }) => relations.flatMap((relation) => relation.class ?? [])));
  if (names.size === 0) return undefined;
  return Object.fromEntries(
    [...names].map((name) => [
      name,
      estimatesOf(
        metrics,
        subset(queries, (relation) => relation.class === name),
        protocol,
      ),
    ]),
  );
};
