import { type Component, SidError, type WeightsLayout } from '@sid/core';
import type { Registry } from '../registry.ts';

export interface WeightedComponent {
  readonly component: Component;
  readonly layout: (options: unknown) => WeightsLayout;
}

/** The component of that name whose weights are known by tensor. @throws SidError SID_COMPONENT_UNKNOWN, naming those there are */
export const weightedComponent = (registry: Registry, architecture: string): WeightedComponent => {
  const all = registry.all.flatMap(({ component }) =>
    component.layout === undefined ? [] : [{ component, layout: component.layout }],
  );
  const found = all.find(({ component }) => component.name === architecture);
  if (found !== undefined) return found;
  const known = all.map(({ component }) => component.name).join(', ') || 'none';
  throw new SidError(
    'SID_COMPONENT_UNKNOWN',
    `No component with weights is called "${architecture}". Known: ${known}. Is the plugin that brings it listed under "plugins"?`,
  );
};
