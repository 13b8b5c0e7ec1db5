import { expect, it } from 'vitest';
import { outcomesOf } from './outcome.ts';

it('names the reference of a relation also where nobody found it', () => {
  const relation = { id: 'S1', query: 'q', reference: 'r', inQuery: [], inReference: [] };
  const coverage = {
    references: [{ id: 'r', role: 'reference', title: 'A Song', durationSeconds: 60 }],
    queries: [{ id: 'q', role: 'query', durationSeconds: 20 }],
    relations: [relation],
    leftOut: [],
  } as const;
  const judged = {
    query: 'q',
    matches: [],
    relations: [relation],
    relevant: new Set(['r']),
    noise: new Set<string>(),
    poolSize: 1,
  };
  const [outcome] = outcomesOf(coverage, [judged], []);
  expect(outcome?.relations).toEqual([{ ...relation, title: 'A Song' }]);
  expect(outcome?.found).toEqual([]);
});
