import { readFileSync } from 'node:fs';
import type { Judged } from '@sid/core';
import { describe, expect, it } from 'vitest';
import { aggregateOf } from './bootstrap.ts';
import { normal95 } from './estimate.ts';
import { parseMetric } from './metric-name.ts';
import type { Ties } from './tier.ts';

const folder = new URL('../../../test/golden/metrics/', import.meta.url);
const read = (file: string): unknown => JSON.parse(readFileSync(new URL(file, folder), 'utf8'));

interface Case {
  readonly name: string;
  readonly scores: readonly (readonly [string, number])[];
  readonly relevant: readonly string[];
  readonly poolSize: number;
  readonly expected: Readonly<Record<string, Readonly<Record<string, { readonly value: number } | null>>>> | null;
}

const golden = read('golden.json') as { readonly cases: number; readonly tolerance: number };
const { cases, aggregateOfTieExpectation: aggregate } = read('metrics.json') as {
  readonly cases: readonly Case[];
  readonly aggregateOfTieExpectation: Readonly<Record<string, number>>;
};

const names = {
  ap: 'MAP',
  apFoundCut20: 'MAP(found,cutoff=20)',
  'hr@1': 'HR@1',
  'hr@5': 'HR@5',
  'hr@10': 'HR@10',
  reciprocalRank: 'MRR',
  normalisedRank: 'mNR',
};
const policies: Readonly<Record<string, Ties>> = {
  tieExpectation: 'expectation',
  listOrder: 'listOrder',
  pessimistic: 'pessimistic',
};

const judgedOf = ({ scores, relevant, poolSize }: Case): Judged => ({
  query: 'q',
  matches: scores.map(([track, score]) => ({ track, score, where: [] })),
  relevant: new Set(relevant),
  relations: [],
  noise: new Set(),
  poolSize,
});

describe('golden metrics', () => {
  it('has all its cases', () => {
    expect(cases).toHaveLength(golden.cases);
    expect(golden.cases).toBe(14);
    expect(cases.filter(({ expected }) => expected === null)).toHaveLength(1);
  });

  describe.each(cases)('$name', (each) => {
    it.each(Object.entries(policies))('%s', (policy, ties) => {
      for (const [golds, name] of Object.entries(names)) {
        const score = parseMetric(name, { ties }).score(judgedOf(each));
        const expected = each.expected === null ? null : each.expected[policy]?.[golds];
        if (expected === undefined) throw new Error(`${each.name} lacks ${policy} ${golds}`);
        if (expected === null) expect(score, name).toBeNull();
        else expect(Math.abs((score ?? Number.NaN) - expected.value), name).toBeLessThanOrEqual(golden.tolerance);
      }
    });
  });

  it('aggregates', () => {
    const values = (name: string): readonly number[] =>
      cases.flatMap((each) => parseMetric(name).score(judgedOf(each)) ?? []);
    const ap = values('MAP');
    const nr = values('mNR');
    const [low, high] = normal95(ap);
    const found = {
      queries: ap.length,
      mAP: aggregateOf(ap, 'mean'),
      sdDdof0: ((high - low) / 2 / 1.96) * Math.sqrt(ap.length),
      ci95HalfWidth: (high - low) / 2,
      meanNormalisedRank: aggregateOf(nr, 'mean'),
      medianNormalisedRank: aggregateOf(nr, 'median'),
      queriesWithNormalisedRank: nr.length,
    };
    expect(new Set(Object.keys(found))).toEqual(new Set(Object.keys(aggregate)));
    for (const [name, value] of Object.entries(found)) {
      expect(Math.abs(value - (aggregate[name] ?? Number.NaN)), name).toBeLessThanOrEqual(golden.tolerance);
    }
  });
});
