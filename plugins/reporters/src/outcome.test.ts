import type { FoundTrack, QueryOutcome } from '@sid/eval';
import { expect, test } from 'vitest';
import { answerOf } from './outcome.ts';

const found = (relevant: boolean, score = 0.5): FoundTrack => ({ track: 't', score, relevant, where: [] });
const query = (tracks: readonly FoundTrack[], scores: QueryOutcome['scores'] = {}): QueryOutcome => ({
  query: 'q',
  role: 'query',
  durationSeconds: 10,
  relations: [],
  scores,
  found: tracks,
});
const rejection = { positives: 1, negatives: 1, auroc: 1, threshold: 0.4 };

test('the rank is that of the first right answer', () => {
  expect(answerOf(query([found(true)]), undefined)).toMatchObject({ state: 'first', text: '1' });
  expect(answerOf(query([found(false), found(true)]), undefined)).toMatchObject({ state: 'listed', text: '2' });
});

test('beyond the few that are kept, the reciprocal rank tells', () => {
  expect(answerOf(query([found(false)], { MRR: 1 / 17 }), undefined)).toMatchObject({ state: 'later', text: '17' });
  expect(answerOf(query([found(false)], { MRR: 0 }), undefined)).toMatchObject({ state: 'missed', text: '–' });
});

test('a negative is right where nothing reaches the threshold', () => {
  const negative = (tracks: readonly FoundTrack[]): QueryOutcome => ({ ...query(tracks), role: 'negative' });
  expect(answerOf(negative([]), rejection).state).toBe('rejected');
  expect(answerOf(negative([found(false, 0.39)]), rejection).state).toBe('rejected');
  expect(answerOf(negative([found(false, 0.4)]), rejection).state).toBe('alarm');
  expect(answerOf(negative([found(false)]), undefined).state).toBe('unknown');
});
