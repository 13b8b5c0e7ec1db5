import { createRandom, type Judged, type Metric } from '@sid/core';
import type { PairedTest, Protocol } from './board.ts';
import { holm } from './holm.ts';
import { signFlipTest } from './permutation.ts';

/** A method with its queries, in the same order for all methods. */
export interface Contender {
  readonly name: string;
  readonly queries: readonly Judged[];
}

/** Beyond this many methods, each is tested against the baseline only. */
const allPairsUpTo = 8;

const pairsOf = (contenders: readonly Contender[], baseline: string): readonly (readonly [Contender, Contender])[] => {
  const last = contenders.find(({ name }) => name === baseline);
  const others = contenders.filter((contender) => contender !== last);
  const against = last === undefined ? [] : others.map((other) => [other, last] as const);
  if (contenders.length > allPairsUpTo) return against;
  return [...against, ...others.flatMap((a, index) => others.slice(index + 1).map((b) => [a, b] as const))];
};

/**
 * Every pair of methods on the queries about which the metric says something for both: permutation test, Holm over the
 * pairs of each metric. In a pair with the baseline, the baseline is `b`.
 */
export const pairedTests = (
  metrics: readonly Metric[],
  contenders: readonly Contender[],
  baseline: string,
  protocol: Protocol,
): readonly PairedTest[] =>
  metrics.flatMap((metric) => {
    const scores = new Map(contenders.map(({ name, queries }) => [name, queries.map((each) => metric.score(each))]));
    const tests = pairsOf(contenders, baseline).flatMap(([{ name: a }, { name: b }]) => {
      const other = scores.get(b) ?? [];
      const differences = (scores.get(a) ?? []).flatMap((value, query) => {
        const against = other[query] ?? null;
        return value === null || against === null ? [] : [value - against];
      });
      if (differences.length === 0) return [];
      const random = createRandom(protocol.seed).fork('permutation').fork(metric.name).fork(a).fork(b);
      const difference = differences.reduce((sum, each) => sum + each, 0) / differences.length;
      const p = signFlipTest(differences, protocol.permutations, random);
      return [{ metric: metric.name, a, b, difference, p, n: differences.length }];
    });
    const corrected = holm(tests.map(({ p }) => p));
    return tests.map((test, index) => ({ ...test, pHolm: corrected[index] ?? 1 }));
  });
