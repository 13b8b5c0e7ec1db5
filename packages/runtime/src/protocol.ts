import type { Metric } from '@sid/core';
import { completeProtocol, metricsOf, type Protocol } from '@sid/eval';
import { givenOptions, parseOptions } from './options.ts';
import type { Workspace } from './workspace.ts';

/** How a board is to be computed, and the metrics that plugins bring to it. */
export interface Evaluation {
  readonly protocol: Protocol;
  readonly extraMetrics: readonly Metric[];
}

/**
 * The protocol of a configuration. A metric is named canonically (`HR@10`), or is a component of a plugin.
 *
 * @throws SidError SID_METRIC_UNKNOWN before anything has run
 */
export const resolveProtocol = async ({ config, registry, wiring }: Workspace): Promise<Evaluation> => {
  const { metrics, protocol: given, seed } = config;
  const brought = registry.all.filter(
    ({ component, plugin }) => component.kind === 'metric' && plugin.url !== undefined,
  );
  const extraMetrics = await Promise.all(
    (metrics ?? [])
      .filter((name) => brought.some(({ component }) => component.name === name))
      .map((name) => {
        const { component } = registry.find('metric', name);
        const where = `metrics.${name}`;
        return wiring.create(component, parseOptions(component, givenOptions(component, { use: name }, where), where));
      }),
  );
  const protocol = completeProtocol({ ...given, ...(metrics === undefined ? {} : { metrics }), seed });
  metricsOf(protocol, extraMetrics);
  return { protocol, extraMetrics };
};
