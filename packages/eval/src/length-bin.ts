import type { Judged, Metric, Relation } from '@sid/core';
import type { LengthBin, Protocol } from './board.ts';
import { estimate } from './estimate.ts';
import { subset, valuesOf } from './scoring.ts';

/** Edges in seconds; the last bin ends at the longest excerpt. A bin holds its lower edge and not its upper one. */
const lengthEdges: readonly number[] = [0, 2, 3, 5, 8];

/** Longest annotated occurrence in the query, where any has an end. */
const excerptSeconds = ({ inQuery }: Relation): number | undefined => {
  const lengths = inQuery.flatMap(({ from, to }) => (to === undefined ? [] : [to - from]));
  return lengths.length === 0 ? undefined : Math.max(...lengths);
};

/** `metric` by length of the sampled excerpt, bins with queries only; undefined where no ends are annotated. */
export const lengthsOf = (
  metric: Metric,
  queries: readonly Judged[],
  protocol: Protocol,
): readonly LengthBin[] | undefined => {
  const all = queries.flatMap(({ relations }) => relations.flatMap((relation) => excerptSeconds(relation) ?? []));
  if (all.length === 0) return undefined;
  const longest = Math.max(...all);
  return lengthEdges.flatMap((low, index) => {
    const next = lengthEdges[index + 1];
    const bin = subset(queries, (relation) => {
      const seconds = excerptSeconds(relation);
      return seconds !== undefined && seconds >= low && (next === undefined || seconds < next);
    });
    const value = estimate(valuesOf(metric, bin), metric.aggregate ?? 'mean', protocol);
    return value === undefined ? [] : [{ seconds: [low, next ?? Math.ceil(longest)] as const, estimate: value }];
  });
};
