import { type Metric, SidError } from '@sid/core';
import { createMetric, type MetricKind, type MetricOptions, metricKinds } from './metric-kind.ts';
import type { Ties } from './tier.ts';

/** What a metric name says. */
export interface MetricSpec {
  readonly kind: string;
  readonly options: MetricOptions;
}

/** What a name may leave to the protocol. */
export interface MetricDefaults {
  readonly ties?: Ties;
  /** ± seconds of `LocRef` and `LocQuery` without `@`. */
  readonly toleranceSeconds?: number;
}

const shown = (kind: MetricKind): string =>
  kind.at === undefined ? kind.name : `${kind.name}@${kind.at.meaning === 'ranks' ? 'k' : 't'}`;

/** Forms of all metric names, for messages and help: `MAP`, `HR@k`, … */
export const knownMetricNames: readonly string[] = metricKinds.map(shown);

const unknown = (message: string): SidError =>
  new SidError('SID_METRIC_UNKNOWN', message, { suggestions: ['docs/reference/metrics.md lists names and options.'] });

const kindCalled = (name: string, text: string): MetricKind => {
  const kind = metricKinds.find((each) => each.name.toLowerCase() === name.toLowerCase());
  if (kind === undefined) throw unknown(`No metric is called "${text}". Known: ${knownMetricNames.join(', ')}.`);
  return kind;
};

const tiesKnown: readonly string[] = ['expectation', 'listOrder', 'pessimistic'] satisfies readonly Ties[];
const isTies = (value: string): value is Ties => tiesKnown.includes(value);

const readOption = (kind: MetricKind, text: string, word: string): MetricOptions => {
  const [key = '', value] = word.split('=').map((part) => part.trim());
  const allowed = kind.options.find((each) => each === key);
  if (allowed === undefined) {
    throw unknown(`"${text}": ${kind.name} has no option "${key}". Known: ${kind.options.join(', ')}.`);
  }
  if (allowed === 'found' && value === undefined) return { found: true };
  if (allowed === 'cutoff' && value !== undefined && /^[1-9]\d*$/.test(value)) return { cutoff: Number(value) };
  if (allowed === 'noise' && (value === 'ranked' || value === 'unranked')) return { noise: value };
  if (allowed === 'ties' && value !== undefined && isTies(value)) return { ties: value };
  const forms = {
    found: 'found',
    cutoff: 'cutoff=20 (a whole rank)',
    noise: 'noise=ranked or noise=unranked',
    ties: `ties=${tiesKnown.join(' or ties=')}`,
  };
  throw unknown(`"${text}": the option "${word.trim()}" is written ${forms[allowed]}.`);
};

/**
 * Reads a metric name such as `MAP`, `HR@10`, `LocRef@5` or `MAP(found,cutoff=20,noise=unranked)`. Case of the kind
 * does not matter. Without `@`, `LocRef` and `LocQuery` take the tolerance of `defaults`.
 *
 * @throws SidError SID_METRIC_UNKNOWN
 */
export const parseMetricName = (text: string, defaults: MetricDefaults = {}): MetricSpec => {
  const [, name = '', at, words] = /^\s*([A-Za-z]+)(?:@([^(]+))?(?:\((.*)\))?\s*$/.exec(text) ?? [];
  const kind = kindCalled(name, text);
  if (kind.at === undefined && at !== undefined) throw unknown(`"${text}": ${kind.name} takes no number after @.`);
  const number = at ?? (kind.at?.meaning === 'seconds' ? defaults.toleranceSeconds?.toString() : undefined);
  const pattern = kind.at?.meaning === 'ranks' ? /^\s*0*[1-9]\d*\s*$/ : /^\s*\d*\.?\d+\s*$/;
  if (kind.at !== undefined && (number === undefined || !pattern.test(number))) {
    const what = kind.at.meaning === 'ranks' ? 'a whole number of ranks' : 'a number of seconds';
    throw unknown(`"${text}": ${kind.name} needs ${what} after @, for example ${kind.name}@${kind.at.example}.`);
  }
  const options = (words ?? '').split(',').filter((word) => word.trim() !== '');
  return {
    kind: kind.name,
    options: Object.assign(
      number === undefined ? {} : { at: Number(number) },
      ...options.map((word) => readOption(kind, text, word)),
    ),
  };
};

/** The canonical name: options in fixed order, those that say the default left out (`ties` is kept). */
export const printMetricName = ({ kind, options }: MetricSpec): string => {
  const words = [
    options.found === true ? 'found' : '',
    options.cutoff === undefined ? '' : `cutoff=${options.cutoff}`,
    options.noise === 'unranked' ? 'noise=unranked' : '',
    options.ties === undefined ? '' : `ties=${options.ties}`,
  ].filter((word) => word !== '');
  return `${kind}${options.at === undefined ? '' : `@${options.at}`}${words.length === 0 ? '' : `(${words.join(',')})`}`;
};

/**
 * The metric a name means. The name of what is returned is canonical. Ties follow the name, else `defaults`, else
 * the expectation.
 *
 * @throws SidError SID_METRIC_UNKNOWN
 */
export const parseMetric = (text: string, defaults: MetricDefaults = {}): Metric => {
  const spec = parseMetricName(text, defaults);
  const options = defaults.ties === undefined ? spec.options : { ties: defaults.ties, ...spec.options };
  return createMetric(kindCalled(spec.kind, text), printMetricName(spec), options);
};
