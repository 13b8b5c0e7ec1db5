import { type Availability, type Component, type Logger, SidError, type Token } from '@sid/core';
import { parseOptions } from './options.ts';
import type { Registry } from './registry.ts';

/** What a configuration says about compute backends. */
export interface BackendSettings {
  /** Names in the order in which they are tried; those left out come after them. */
  readonly prefer: readonly string[];
  /** Options by name. */
  readonly with: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  /** Processes that compute side by side; 1 where absent. */
  readonly processes?: number;
}

export const defaultBackends: BackendSettings = { prefer: [], with: {} };

/** The options of a backend by these settings. @throws SidError SID_OPTIONS_INVALID */
export const optionsWith = (
  component: Component<'backend'>,
  { with: given, processes = 1 }: BackendSettings,
): unknown => {
  const { name, share } = component;
  const options = parseOptions(component, given[name] ?? {}, `backend.with.${name}`);
  return processes > 1 && share !== undefined ? share(options, processes) : options;
};

/** A backend that runs here, and its options. */
export interface ChosenBackend {
  readonly component: Component<'backend'>;
  readonly options: unknown;
}

/**
 * All backends in the order in which they are tried: as preferred, then as their plugins list them.
 *
 * @throws SidError SID_COMPONENT_UNKNOWN, SID_OPTIONS_INVALID for settings that name no backend or do not fit it
 */
const candidatesOf = (registry: Registry, settings: BackendSettings): readonly ChosenBackend[] => {
  const { prefer } = settings;
  for (const name of [...prefer, ...Object.keys(settings.with)]) registry.find('backend', name);
  const place = (name: string) => (prefer.includes(name) ? prefer.indexOf(name) : prefer.length);
  return registry.plugins
    .flatMap(({ plugin }) => plugin.components)
    .flatMap((component) => (component.kind === 'backend' ? [component as Component<'backend'>] : []))
    .sort((a, b) => place(a.name) - place(b.name))
    .map((component) => ({
      component,
      options: optionsWith(component, settings),
    }));
};

/** Whether a backend that runs is also wanted: one that imitates a graphics processor only by name. */
const isWanted = (name: string, availability: Availability, prefer: readonly string[]): boolean =>
  availability.ok && (availability.software !== true || prefer.includes(name));

/** A backend, whether it runs here, and whether it is the one that fills its token. */
export interface ProbedBackend {
  readonly component: Component<'backend'>;
  readonly availability: Availability;
  readonly taken: boolean;
}

/** Tries every backend, in the order of preference. */
export const probeBackends = async (
  registry: Registry,
  settings: BackendSettings,
): Promise<readonly ProbedBackend[]> => {
  const probed = await Promise.all(
    candidatesOf(registry, settings).map(async ({ component }) => ({
      component,
      availability: (await component.probe?.()) ?? ({ ok: true, device: 'not said' } as const),
    })),
  );
  const filled = new Set<unknown>();
  return probed.map(({ component, availability }) => {
    const taken =
      isWanted(component.name, availability, settings.prefer) && !filled.has(component.provides ?? component.name);
    if (taken) filled.add(component.provides ?? component.name);
    return { component, availability, taken };
  });
};

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
  const candidates = candidatesOf(registry, settings);
  const choose = async (token: Token<unknown>): Promise<ChosenBackend> => {
    const refused: string[] = [];
    for (const candidate of candidates.filter(({ component }) => component.provides === token)) {
      const { name, probe } = candidate.component;
      const availability = await probe?.();
      if (availability === undefined || isWanted(name, availability, prefer)) return candidate;
      if (availability.ok) {
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
