import { type Availability, type Component, type Logger, SidError, type Token } from '@sid/core';
import { parseOptions } from './options.ts';
import type { Registry } from './registry.ts';

/** What a configuration says about compute backends. */
export interface BackendSettings {
  /** Names in the order in which they are tried; those left out come after them. */
  readonly prefer: readonly string[];
  /** Options by name. */
  readonly with: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

export const defaultBackends: BackendSettings = { prefer: [], with: {} };

/** A backend that runs here, and its options. */
export interface ChosenBackend {
  readonly component: Component<'backend'>;
  readonly options: unknown;
}

/**
 * For each token that backends fill: finds the first that runs on this machine, in the order of preference. One that was
 * asked for and does not run is said, with what to do about it.
 *
 * @throws SidError SID_COMPONENT_UNKNOWN, SID_OPTIONS_INVALID for settings that name no backend or do not fit it; from
 *   the returned functions SID_BACKEND_UNAVAILABLE where none runs
 */
export const backendChoices = (
  registry: Registry,
  settings: BackendSettings,
  logger: Logger | undefined,
): ReadonlyMap<Token<unknown>, () => Promise<ChosenBackend>> => {
  const { prefer } = settings;
  for (const name of [...prefer, ...Object.keys(settings.with)]) registry.find('backend', name);
  const place = (name: string) => (prefer.includes(name) ? prefer.indexOf(name) : prefer.length);
  // A plugin lists the best first.
  const candidates = registry.plugins
    .flatMap(({ plugin }) => plugin.components)
    .flatMap((component) => (component.kind === 'backend' ? [component as Component<'backend'>] : []))
    .sort((a, b) => place(a.name) - place(b.name))
    .map((component) => ({
      component,
      options: parseOptions(component, settings.with[component.name] ?? {}, `backend.with.${component.name}`),
    }));
  const choose = async (token: Token<unknown>): Promise<ChosenBackend> => {
    const refused: string[] = [];
    for (const candidate of candidates.filter(({ component }) => component.provides === token)) {
      const { name, probe } = candidate.component;
      const availability: Availability | undefined = await probe?.();
      if (availability === undefined || availability.ok) {
        if (availability?.software !== true || prefer.includes(name)) return candidate;
        refused.push(`${name}: computes in software. Put it into backend.prefer to take it all the same.`);
        continue;
      }
      const said = `${name}: ${availability.reason} ${availability.remedy}`;
      refused.push(said);
      if (prefer.includes(name)) logger?.warn(`Another backend is tried. ${said}`);
    }
    throw new SidError('SID_BACKEND_UNAVAILABLE', `No backend runs on this machine.\n${refused.join('\n')}`);
  };
  const tokens = new Set(
    candidates.flatMap(({ component: { provides } }) => (provides === undefined ? [] : [provides])),
  );
  return new Map([...tokens].map((token) => [token, () => choose(token)]));
};
