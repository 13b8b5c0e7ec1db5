import type { WeightsCard } from '@sid/core';
import { expect, test } from 'vitest';
import { cardText, parseCard } from './card.ts';

const card: WeightsCard = {
  schema: 'sid.weights/1',
  tag: 'gnn.mine-1',
  summary: 'A test.',
  architecture: 'gnn',
  options: { bins: 64 },
  licence: 'MIT',
  metrics: { artificial: { MAP: 0.5 } },
  parameters: 3,
  digest: 'a'.repeat(64),
};

test('a card is read as it was written', () => {
  expect(parseCard(cardText(card), 'card.json')).toEqual(card);
});

test.each([
  [{ tag: '../x' }, /tag/],
  [{ digest: 'abc' }, /SHA-256/],
  [{ colour: 'red' }, /colour/],
  [{ schema: 'sid.weights/2' }, /schema/],
  [{ licence: undefined }, /licence/],
])('refuses %j', (wrong, why) => {
  expect(() => parseCard(JSON.stringify({ ...card, ...wrong }), 'w/card.json')).toThrow(why);
  expect(() => parseCard('{', 'w/card.json')).toThrow(/"w\/card.json" is not a card/);
});
