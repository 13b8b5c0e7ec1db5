import type { BoardMethod, QueryOutcome, Rejection } from '@sid/eval';
import { isUsable, significant } from './format.ts';

/** What a method answered to one query, in a word. */
export interface Answer {
  /** `first` and `rejected` are right, `listed` and `later` nearly, `missed` and `alarm` wrong, `unknown` cannot be said. */
  readonly state: 'first' | 'listed' | 'later' | 'missed' | 'rejected' | 'alarm' | 'unknown';
  /** The rank of the right answer, or the verdict on a negative. */
  readonly text: string;
  /** A sentence. */
  readonly meaning: string;
}

/** The verdict on one query: a rank where something is right, acceptance where nothing is. */
export const answerOf = (outcome: QueryOutcome, rejection: Rejection | undefined): Answer => {
  if (outcome.role === 'negative') return negativeAnswer(outcome, rejection);
  const place = outcome.found.findIndex((found) => found.relevant);
  if (place === 0) return { state: 'first', text: '1', meaning: 'right answer first' };
  if (place > 0) return { state: 'listed', text: String(place + 1), meaning: `right answer at rank ${place + 1}` };
  // `found` holds only the first few; further down the reciprocal rank still tells.
  const reciprocal = outcome.scores.MRR;
  if (reciprocal !== undefined && reciprocal > 0) {
    const rank = Math.max(outcome.found.length + 1, Math.round(1 / reciprocal));
    return { state: 'later', text: String(rank), meaning: `right answer at about rank ${rank}` };
  }
  return { state: 'missed', text: '–', meaning: 'right answer not found' };
};

const negativeAnswer = (outcome: QueryOutcome, rejection: Rejection | undefined): Answer => {
  const best = outcome.found[0]?.score;
  if (best === undefined) return { state: 'rejected', text: '✓', meaning: 'nothing found, as it should be' };
  const threshold = rejection?.threshold;
  if (!isUsable(threshold)) {
    return {
      state: 'unknown',
      text: significant(best),
      meaning: `best score ${significant(best)}, no threshold to hold against`,
    };
  }
  return best >= threshold
    ? {
        state: 'alarm',
        text: '✗',
        meaning: `best score ${significant(best)} reaches the threshold ${significant(threshold)}`,
      }
    : {
        state: 'rejected',
        text: '✓',
        meaning: `best score ${significant(best)} stays below the threshold ${significant(threshold)}`,
      };
};

/** The queries of all methods, joined by id, in the order in which they first appear. */
export interface JoinedQuery {
  readonly outcome: QueryOutcome;
  readonly byMethod: ReadonlyMap<string, QueryOutcome>;
}

export const joinQueries = (methods: readonly BoardMethod[]): readonly JoinedQuery[] => {
  const joined = new Map<string, { outcome: QueryOutcome; byMethod: Map<string, QueryOutcome> }>();
  for (const method of methods) {
    for (const outcome of method.queries ?? []) {
      const entry = joined.get(outcome.query) ?? { outcome, byMethod: new Map<string, QueryOutcome>() };
      entry.byMethod.set(method.name, outcome);
      joined.set(outcome.query, entry);
    }
  }
  return [...joined.values()];
};
