import type { Match } from './match.ts';
import type { Relation } from './relation.ts';

/** Everything a metric may look at of one query. */
export interface Judged {
  readonly query: string;
  /** Best first, as the retriever returned them. */
  readonly matches: readonly Match[];
  /** Ids of the references that the query samples. Empty for a negative. */
  readonly relevant: ReadonlySet<string>;
  readonly relations: readonly Relation[];
  /** Ids in the index that are noise. */
  readonly noise: ReadonlySet<string>;
  /** How many tracks the index held. */
  readonly poolSize: number;
}

/** One number per query, summed up by the evaluation. */
export interface Metric {
  /** Canonical name, e.g. `HR@10`: it parses and prints both ways. */
  readonly name: string;
  readonly better: 'higher' | 'lower';
  /** How the values of all queries become one: their mean, where absent. */
  readonly aggregate?: 'mean' | 'median';
  /** What the number means, in one sentence for readers of a leaderboard. */
  readonly summary?: string;
  /** `share` is 0…1. */
  readonly unit?: 'share' | 'semitones' | 'percent';
  /** `null` where the metric says nothing about this query; such queries do not enter the mean. */
  score(judged: Judged): number | null;
}
