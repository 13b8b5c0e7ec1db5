import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { metricKinds } from './metric-kind.ts';
import { knownMetricNames, parseMetric, parseMetricName, printMetricName } from './metric-name.ts';
import { metricsPlugin } from './metrics-plugin.ts';
import { defaultProtocol } from './protocol.ts';

const codeOf = (name: string): unknown => {
  try {
    parseMetric(name);
  } catch (error) {
    return error;
  }
  return undefined;
};

describe('metric names', () => {
  it('print as they parse', () => {
    for (const name of [...defaultProtocol.metrics, 'MAP(found,cutoff=20,noise=unranked)', 'LocRef@0.5(found)']) {
      expect(parseMetric(name).name).toBe(name);
    }
  });

  it('come back from any options', () => {
    const specs = fc.constantFrom(...metricKinds).chain((kind) =>
      fc.record({
        kind: fc.constant(kind.name),
        options: fc.record(
          {
            ...(kind.at === undefined ? {} : { at: fc.integer({ min: 1, max: 50 }) }),
            ...(kind.options.includes('found') ? { found: fc.constant(true) } : {}),
            ...(kind.options.includes('cutoff') ? { cutoff: fc.integer({ min: 1, max: 99 }) } : {}),
            ...(kind.options.includes('noise') ? { noise: fc.constant('unranked' as const) } : {}),
            ties: fc.constantFrom('expectation' as const, 'listOrder' as const, 'pessimistic' as const),
          },
          { requiredKeys: kind.at === undefined ? [] : ['at'] },
        ),
      }),
    );
    fc.assert(
      fc.property(specs, (spec) => {
        expect(parseMetricName(printMetricName(spec))).toEqual(spec);
      }),
    );
  });

  it('forgive case, blanks and order', () => {
    expect(parseMetric(' map( noise=unranked , found)').name).toBe('MAP(found,noise=unranked)');
    expect(parseMetric('hr@010').name).toBe('HR@10');
  });

  it('take the tolerance of the protocol where none is named', () => {
    expect(parseMetric('LocRef', { toleranceSeconds: 2 }).name).toBe('LocRef@2');
    expect(parseMetric('LocRef@3', { toleranceSeconds: 2 }).name).toBe('LocRef@3');
  });

  it.each([
    ['NDCG', `No metric is called "NDCG". Known: ${knownMetricNames.join(', ')}.`],
    ['', 'No metric is called "".'],
    ['HR', 'HR needs a whole number of ranks after @, for example HR@10'],
    ['HR@0', 'HR needs a whole number'],
    ['HR@1.5', 'HR needs a whole number'],
    ['LocRef', 'LocRef needs a number of seconds'],
    ['MAP@20', 'MAP takes no number after @'],
    ['MAP(top=3)', 'MAP has no option "top". Known: found, cutoff, noise, ties.'],
    ['HR@1(cutoff=3)', 'HR has no option "cutoff"'],
    ['MAP(cutoff=x)', 'is written cutoff=20'],
    ['MAP(ties=random)', 'ties=expectation or ties=listOrder'],
  ])('refuse %s', (name, message) => {
    expect(codeOf(name)).toMatchObject({ code: 'SID_METRIC_UNKNOWN', message: expect.stringContaining(message) });
  });
});

describe('metricsPlugin', () => {
  it('brings every kind', () => {
    expect(metricsPlugin.components.map(({ kind, name }) => [kind, name])).toEqual(
      metricKinds.map(({ name }) => ['metric', name]),
    );
  });

  it.each([
    ['MAP', {}, 'MAP'],
    ['MAP', { found: true, cutoff: 20, noise: 'unranked' }, 'MAP(found,cutoff=20,noise=unranked)'],
    ['HR', { k: 3, ties: 'pessimistic' }, 'HR@3(ties=pessimistic)'],
    ['LocQuery', { seconds: 0.5 }, 'LocQuery@0.5'],
    ['TempoError', {}, 'TempoError'],
  ])('%s with %j is %s', async (name, options, expected) => {
    const component = metricsPlugin.components.find((each) => each.name === name);
    const metric = await component?.create(component.options.parse(options), {});
    expect(metric).toMatchObject({ name: expected });
  });

  it('refuses options of other kinds', () => {
    const options = (name: string) => metricsPlugin.components.find((each) => each.name === name)?.options;
    expect(options('HR')?.safeParse({}).success).toBe(false);
    expect(options('MAP')?.safeParse({ k: 3 }).success).toBe(false);
    expect(options('SemitoneError')?.safeParse({ noise: 'unranked' }).success).toBe(false);
  });
});
