import { type Metric, SidError } from '@sid/core';
import type { Board, BoardMethod, Protocol } from './board.ts';
import { sizeOf, timingOf } from './cost.ts';
import { type Coverage, coverageOf } from './coverage.ts';
import { curvesOf } from './curve.ts';
import { judge } from './judgement.ts';
import { lengthsOf } from './length-bin.ts';
import { parseMetric } from './metric-name.ts';
import { outcomesOf } from './outcome.ts';
import { type Contender, pairedTests } from './paired-test.ts';
import { rejectionOf } from './rejection.ts';
import type { Result } from './result.ts';
import { robustnessOf } from './robustness.ts';
import { classesOf, estimatesOf } from './scoring.ts';
import type { Truth } from './truth.ts';

/** A method that gave no result. */
export interface Unavailable {
  readonly name: string;
  readonly status: 'skipped' | 'failed';
  readonly reason: string;
}

export interface EvaluateOptions {
  /** The method others are tested against; the first that is done, where absent. */
  readonly baseline?: string;
  /** Metrics of plugins. Those that `protocol.metrics` does not name are added at the end. */
  readonly extraMetrics?: readonly Metric[];
}

/** Metrics that are tested in pairs and drawn as curves. */
const headline = ['MAP', 'HR@1'];

/** The protocol's metrics by name, then those of plugins. */
export const metricsOf = (protocol: Protocol, extra: readonly Metric[] = []): readonly Metric[] => {
  const named = protocol.metrics.map((name) => extra.find((each) => each.name === name) ?? parseMetric(name, protocol));
  const metrics = [...named, ...extra];
  return metrics.filter((metric, index) => metrics.findIndex(({ name }) => name === metric.name) === index);
};

/** One method's row of the board and its judged queries. */
const assess = (result: Result, coverage: Coverage, metrics: readonly Metric[], protocol: Protocol) => {
  const queries = judge(result, coverage);
  const classes = classesOf(metrics, queries, protocol);
  const timing = timingOf(result);
  const size = sizeOf(result);
  const rejection = rejectionOf(queries);
  const robustness = robustnessOf(parseMetric('MAP', protocol), queries, protocol);
  const lengths = lengthsOf(parseMetric('HR@1', protocol), queries, protocol);
  const method: BoardMethod = {
    name: result.method,
    status: 'done',
    run: result.run,
    scoreMeaning: result.scoreMeaning,
    config: result.config,
    ...(result.notes === undefined ? {} : { notes: result.notes }),
    ...(result.parameters === undefined ? {} : { parameters: result.parameters }),
    noise: result.noise,
    metrics: estimatesOf(metrics, queries, protocol),
    ...(classes === undefined ? {} : { classes }),
    ...(timing === undefined ? {} : { timing }),
    ...(size === undefined ? {} : { size }),
    ...(rejection === undefined ? {} : { rejection }),
    ...(robustness === undefined ? {} : { robustness }),
    ...(lengths === undefined ? {} : { lengths }),
    queries: outcomesOf(coverage, queries, metrics),
  };
  return { result, method, queries };
};

/**
 * Derives the board from stored rankings: nothing in it needs audio. All methods are scored on the same queries and
 * the same pool.
 *
 * @throws SidError SID_METRIC_UNKNOWN, SID_RESULT_INVALID (another data set, a missing ranking), SID_DATASET_EMPTY,
 * SID_CONFIG_INVALID (no such baseline)
 */
export const evaluate = (
  truth: Truth,
  results: readonly Result[],
  unavailable: readonly Unavailable[],
  protocol: Protocol,
  { baseline, extraMetrics = [] }: EvaluateOptions = {},
): Board => {
  const names = [...results.map(({ method }) => method), ...unavailable.map(({ name }) => name)];
  if (baseline !== undefined && !names.includes(baseline)) {
    const known = names.map((name) => `"${name}"`).join(', ');
    throw new SidError('SID_CONFIG_INVALID', `The baseline "${baseline}" is none of the methods. Known: ${known}.`);
  }
  const metrics = metricsOf(protocol, extraMetrics);
  const coverage = coverageOf(truth, results);
  const done = results.map((result) => assess(result, coverage, metrics, protocol));
  const reference = done.some(({ method }) => method.name === baseline) ? baseline : results[0]?.method;
  const main = metrics.filter(({ name }) => headline.includes(name));
  const contenders: readonly Contender[] = done.map(({ method, queries }) => ({ name: method.name, queries }));
  const tests = reference === undefined ? [] : pairedTests(main, contenders, reference, protocol);
  const curves = curvesOf(
    done,
    main.map(({ name }) => name),
  );
  const count = (role: string): number => coverage.references.filter((each) => each.role === role).length;
  const negatives = coverage.queries.filter(({ role }) => role === 'negative').length;
  return {
    schema: 'sid.board/1',
    dataset: {
      name: truth.dataset.name,
      version: truth.dataset.version,
      digest: truth.digest,
      description: truth.dataset.description,
      licence: truth.dataset.licence,
      citation: truth.dataset.citation,
      generated: truth.dataset.generated,
      queries: coverage.queries.length - negatives,
      negatives,
      references: count('reference'),
      noise: count('noise'),
      relations: coverage.relations.map(({ id }) => id),
      leftOut: coverage.leftOut,
      notes: truth.notes,
    },
    protocol: { ...protocol, metrics: metrics.map(({ name }) => name) },
    metricInfo: metrics.map(({ name, better, aggregate = 'mean', unit = 'share', summary = '' }) => ({
      name,
      better,
      aggregate,
      unit,
      summary,
    })),
    ...(reference === undefined ? {} : { baseline: reference }),
    methods: [...done.map(({ method }) => method), ...unavailable.map((each) => ({ ...each, metrics: {} }))],
    tests,
    ...(curves.length === 0 ? {} : { curves }),
  };
};
