import { type Component, type Kind, kinds, type Plugin, SidError } from '@sid/core';

/** A plugin and where it was found. */
export interface LoadedPlugin {
  readonly plugin: Plugin;
  /** As written in the configuration. */
  readonly specifier: string;
  /** URL of the module, by which threads load it again. Absent for what is part of sid and needed by no thread. */
  readonly url?: string;
}

/** A component and the plugin that brought it. */
export interface Registered<K extends Kind = Kind> {
  readonly component: Component<K>;
  readonly plugin: LoadedPlugin;
}

/** Every component of every loaded plugin, by kind and name. */
export interface Registry {
  readonly plugins: readonly LoadedPlugin[];
  readonly all: readonly Registered[];
  find<K extends Kind>(kind: K, name: string): Registered<K>;
}

const isKind =
  <K extends Kind>(kind: K) =>
  (registered: Registered): registered is Registered & { component: Component<K> } =>
    registered.component.kind === kind;

/** @throws SidError SID_COMPONENT_DUPLICATE if two plugins bring the same kind and name */
export const createRegistry = (plugins: readonly LoadedPlugin[]): Registry => {
  const byKey = new Map<string, Registered>();
  for (const plugin of plugins) {
    for (const component of plugin.plugin.components) {
      const key = `${component.kind} ${component.name}`;
      const first = byKey.get(key);
      if (first !== undefined) {
        throw new SidError(
          'SID_COMPONENT_DUPLICATE',
          `Both "${first.plugin.plugin.name}" and "${plugin.plugin.name}" bring a ${component.kind} called "${component.name}". Remove one of them from "plugins".`,
        );
      }
      byKey.set(key, { component, plugin });
    }
  }
  const all = [...byKey.values()].sort(
    (a, b) =>
      kinds.indexOf(a.component.kind) - kinds.indexOf(b.component.kind) ||
      a.component.name.localeCompare(b.component.name, 'en'),
  );
  const find = <K extends Kind>(kind: K, name: string): Registered<K> => {
    const found = all.filter(isKind(kind)).find(({ component }) => component.name === name);
    if (found === undefined) {
      const known = all.filter(isKind(kind)).map(({ component }) => component.name);
      throw new SidError(
        'SID_COMPONENT_UNKNOWN',
        `No ${kind} is called "${name}". Known: ${known.join(', ') || 'none'}. Is the plugin that brings it listed under "plugins"?`,
      );
    }
    return found;
  };
  return { plugins, all, find };
};
