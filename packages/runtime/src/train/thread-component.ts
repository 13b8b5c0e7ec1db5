import type { Component, Created, Kind, Token } from '@sid/core';
import type { BackendSettings } from '../backends.ts';
import { parseOptions } from '../options.ts';
import { importPlugin } from '../plugins.ts';
import { createRegistry, type Registered, type Registry } from '../registry.ts';
import { services } from '../services.ts';
import { createWiring, type Provided } from '../wiring.ts';

/** What a thread needs to create a component again; crosses threads as it is. */
export interface ThreadComponent<K extends Kind> {
  readonly kind: K;
  readonly name: string;
  /** Before defaults. */
  readonly given: unknown;
  readonly plugins: readonly { readonly url: string; readonly specifier: string }[];
  readonly backend: BackendSettings;
  readonly seed: number;
  readonly baseFolder: string;
}

const fills = (component: Component, needs: readonly Token<unknown>[]): boolean =>
  component.provides !== undefined && needs.includes(component.provides);

/** Its own plugin and those of backends that it needs: nothing else is loaded in the thread. */
export const threadComponent = <K extends Kind>(
  { plugins }: Registry,
  { component, plugin }: Registered<K>,
  given: unknown,
  circumstances: Pick<ThreadComponent<K>, 'backend' | 'seed' | 'baseFolder'>,
): ThreadComponent<K> => ({
  kind: component.kind,
  name: component.name,
  given,
  plugins: plugins
    .filter((each) => {
      const needs = Object.values(component.needs);
      return each === plugin || each.plugin.components.some((other) => fills(other, needs));
    })
    .flatMap(({ url, specifier }) => (url === undefined ? [] : [{ url, specifier }])),
  ...circumstances,
});

/** Creates the component in this thread. @param provided - what it is given besides the usual services */
export const openInThread = async <K extends Kind>(
  { kind, name, given, plugins, backend, seed, baseFolder }: ThreadComponent<K>,
  provided: readonly Provided[] = [],
): Promise<Created[K]> => {
  const registry = createRegistry(await Promise.all(plugins.map(({ url, specifier }) => importPlugin(url, specifier))));
  const known = new Set(registry.all.map(({ component }) => component.name));
  const settings: BackendSettings = {
    prefer: backend.prefer.filter((each) => known.has(each)),
    with: Object.fromEntries(Object.entries(backend.with).filter(([each]) => known.has(each))),
  };
  const wiring = createWiring(registry, [...services({ seed, baseFolder }), ...provided], settings);
  const { component } = registry.find(kind, name);
  return wiring.create(component, parseOptions(component, given, name));
};
