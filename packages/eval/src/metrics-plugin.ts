import { defineMetric, definePlugin } from '@sid/core';
import * as z from 'zod';
import { createMetric, type MetricKind, type MetricOptions, metricKinds } from './metric-kind.ts';
import { printMetricName } from './metric-name.ts';

const members = {
  found: z.boolean().default(false).describe('Look at what was found only.'),
  cutoff: z.int().positive().optional().describe('Ranks beyond it are not looked at.'),
  noise: z.enum(['ranked', 'unranked']).default('ranked').describe('Whether noise keeps its ranks.'),
  ties: z.enum(['expectation', 'listOrder', 'pessimistic']).default('expectation').describe('Order of equal scores.'),
};

const optionsOf = (kind: MetricKind) =>
  z.strictObject({
    ...(kind.at?.meaning === 'ranks' ? { k: z.int().positive().describe('Ranks looked at.') } : {}),
    ...(kind.at?.meaning === 'seconds' ? { seconds: z.number().nonnegative().default(5).describe('± t.') } : {}),
    ...Object.fromEntries(kind.options.map((name) => [name, members[name]])),
  });

/** The built-in metrics as components. A config names them canonically (`HR@10`), or with options: `use: HR, k: 10`. */
export const metricsPlugin = definePlugin({
  name: '@sid/eval',
  api: 1,
  components: metricKinds.map((kind) =>
    defineMetric({
      name: kind.name,
      summary: kind.summary,
      revision: 1,
      options: optionsOf(kind),
      create(given) {
        // The schema is put together from parts by name, so that its output type is not inferred.
        const { k, seconds, ties, ...rest } = given as MetricOptions & { k?: number; seconds?: number };
        const at = k ?? seconds;
        const named = { ...rest, ...(at === undefined ? {} : { at }) };
        const options = ties === undefined || ties === 'expectation' ? named : { ...named, ties };
        return createMetric(kind, printMetricName({ kind: kind.name, options }), options);
      },
    }),
  ),
});
