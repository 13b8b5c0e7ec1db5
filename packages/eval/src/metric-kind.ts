import type { Judged, Metric } from '@sid/core';
import { averagePrecision } from './average-precision.ts';
import { hitRate } from './hit-rate.ts';
import { localisation } from './localisation.ts';
import { normalisedRank } from './normalised-rank.ts';
import { reciprocalRank } from './reciprocal-rank.ts';
import { type Reading, type Tier, type Ties, tiersOf } from './tier.ts';
import { semitoneError, tempoError, transformationError } from './transformation-error.ts';

/** Everything a metric name can say beside its kind. */
export interface MetricOptions {
  /** The number after `@`: ranks of `HR`, seconds of `LocRef` and `LocQuery`. */
  readonly at?: number;
  readonly found?: boolean;
  readonly cutoff?: number;
  readonly noise?: 'ranked' | 'unranked';
  readonly ties?: Ties;
}

/** A family of built-in metrics. */
export interface MetricKind {
  readonly name: string;
  readonly summary: string;
  readonly at?: { readonly meaning: 'ranks' | 'seconds'; readonly example: number };
  readonly options: readonly ('found' | 'cutoff' | 'noise' | 'ties')[];
  readonly better: Metric['better'];
  readonly aggregate: 'mean' | 'median';
  readonly unit: 'share' | 'semitones' | 'percent';
  /** Called only for queries with something relevant. */
  score(judged: Judged, tiers: readonly Tier[], options: MetricOptions & Reading): number | null;
}

const share = { better: 'higher', aggregate: 'mean', unit: 'share' } as const;
const pool = (judged: Judged, { noise }: Reading): number =>
  judged.poolSize - (noise === 'unranked' ? judged.noise.size : 0);
const meanRank: MetricKind = {
  name: 'mNR',
  summary: 'Mean share of the other tracks that stand above a relevant one.',
  options: ['noise', 'ties'],
  better: 'lower',
  aggregate: 'mean',
  unit: 'share',
  score: (judged, tiers, options) => normalisedRank(tiers, judged.relevant.size, pool(judged, options)),
};

/** The built-in metrics, in the order in which they are listed to people. */
export const metricKinds: readonly MetricKind[] = [
  {
    ...share,
    name: 'MAP',
    summary: 'Mean over queries of the average precision over all relevant tracks.',
    options: ['found', 'cutoff', 'noise', 'ties'],
    score: (judged, tiers, options) => averagePrecision(tiers, judged.relevant.size, options),
  },
  {
    ...share,
    name: 'HR',
    summary: 'Share of queries with a relevant track among the first k.',
    at: { meaning: 'ranks', example: 10 },
    options: ['noise', 'ties'],
    score: (_, tiers, { at = 1 }) => hitRate(tiers, at),
  },
  {
    ...share,
    name: 'MRR',
    summary: 'Mean of one over the rank of the first relevant track.',
    options: ['cutoff', 'noise', 'ties'],
    score: (_, tiers, { cutoff }) => reciprocalRank(tiers, cutoff),
  },
  meanRank,
  {
    ...meanRank,
    name: 'medNR',
    summary: 'Median share of the other tracks that stand above a relevant one.',
    aggregate: 'median',
  },
  {
    ...share,
    name: 'LocRef',
    summary: 'Share of queries whose best-ranked relevant track is located in the reference within ±t seconds.',
    at: { meaning: 'seconds', example: 5 },
    options: ['found', 'cutoff', 'ties'],
    score: (judged, tiers, { at = 5, ...top }) => localisation(judged, tiers, 'reference', at, top),
  },
  {
    ...share,
    name: 'LocQuery',
    summary: 'Share of queries whose best-ranked relevant track is located in the query within ±t seconds.',
    at: { meaning: 'seconds', example: 5 },
    options: ['found', 'cutoff', 'ties'],
    score: (judged, tiers, { at = 5, ...top }) => localisation(judged, tiers, 'query', at, top),
  },
  {
    name: 'SemitoneError',
    summary: 'Mean absolute error of the estimated transposition of the best-ranked relevant track.',
    options: ['ties'],
    better: 'lower',
    aggregate: 'mean',
    unit: 'semitones',
    score: (judged, tiers) => transformationError(judged, tiers, semitoneError),
  },
  {
    name: 'TempoError',
    summary: 'Mean error of the estimated tempo ratio of the best-ranked relevant track.',
    options: ['ties'],
    better: 'lower',
    aggregate: 'mean',
    unit: 'percent',
    score: (judged, tiers) => transformationError(judged, tiers, tempoError),
  },
];

/** The metric of a kind with options, by its canonical `name`. */
export const createMetric = (kind: MetricKind, name: string, options: MetricOptions): Metric => {
  const reading = { ...options, ties: options.ties ?? 'expectation', noise: options.noise ?? 'ranked' } as const;
  return {
    name,
    better: kind.better,
    aggregate: kind.aggregate,
    unit: kind.unit,
    summary: kind.summary,
    score: (judged) =>
      judged.relevant.size === 0 ? null : kind.score(judged, tiersOf(judged, reading), { ...reading }),
  };
};
