import type { WeightsCard } from '@sid/core';
import { expect, it } from 'vitest';
import { cardLines, weightsTable } from './weights-text.ts';

const card: WeightsCard = {
  schema: 'sid.weights/1',
  tag: 'gnn.mine',
  summary: 'A test.',
  architecture: 'gnn',
  preset: 'tiny',
  options: { bins: 64 },
  licence: 'MIT',
  metrics: { artificial: { MAP: 0.25, 'HR@1': 0.5 } },
  parameters: 12345,
  digest: 'f'.repeat(64),
};

it('lists weights in a table', () => {
  expect(weightsTable([])).toContain('no weights');
  const [, , row] = weightsTable([
    { folder: '/w/gnn.mine', card, bytes: 2_500_000 },
    { folder: '/v', card, bytes: undefined },
  ]).split('\n');
  expect(row?.split(/\s+/).filter(Boolean)).toEqual(['gnn.mine', 'gnn', 'tiny', '12,345', '2.5', 'MIT', '/w/gnn.mine']);
});

it('shows a card', () => {
  const lines = cardLines(card).split('\n');
  expect(lines).toContain('tag            gnn.mine');
  expect(lines).toContain('options        {"bins":64}');
  expect(lines).toContain('on artificial  MAP 0.250, HR@1 0.500');
});
