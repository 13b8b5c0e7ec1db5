import type { Component, Kind, TensorLayout } from '@sid/core';
import * as z from 'zod';
import { configSchema } from './config.ts';
import { trainingConfigSchema } from './train/training-config.ts';
import type { Workspace } from './workspace.ts';

/** One component, as `sid plugins --json` lists it. */
export interface ComponentListing {
  readonly kind: Kind;
  readonly name: string;
  readonly plugin: string;
  /** Where the plugin was loaded from. */
  readonly from: string;
  readonly summary: string;
  readonly revision: number;
  /** JSON schema of the options. */
  readonly options: unknown;
  readonly presets: Readonly<Record<string, unknown>>;
  /** Where it has weights: how many trained values each preset has, `default` for the options' defaults. */
  readonly parameters?: Readonly<Record<string, number>>;
}

const optionsSchema = (component: Component): unknown =>
  z.toJSONSchema(component.options, { io: 'input', unrepresentable: 'any' });

const sizeOf = ({ shape }: TensorLayout): number => shape.reduce((product, n) => product * n, 1);

const parametersOf = ({ layout, presets, options }: Component): Readonly<Record<string, number>> | undefined => {
  if (layout === undefined) return undefined;
  const count = (given: unknown) =>
    layout(options.parse(given)).tensors.reduce((sum, tensor) => sum + (tensor.trained ? sizeOf(tensor) : 0), 0);
  return Object.fromEntries([['default', {}], ...Object.entries(presets)].map(([name, given]) => [name, count(given)]));
};

export const listComponents = ({ registry }: Workspace): readonly ComponentListing[] =>
  registry.all.map(({ component, plugin }) => {
    const parameters = parametersOf(component);
    return {
      kind: component.kind,
      name: component.name,
      plugin: plugin.plugin.name,
      from: plugin.url ?? 'built in',
      summary: component.summary,
      revision: component.revision,
      options: optionsSchema(component),
      presets: component.presets,
      ...(parameters === undefined ? {} : { parameters }),
    };
  });

/** Kinds that a method is made of. */
const methodParts: readonly Kind[] = ['retriever', 'frontend', 'encoder', 'indexer', 'matcher', 'reranker'];

type JsonSchema = Record<string, unknown>;

const imports: JsonSchema = { description: 'Other files whose content comes first.', type: ['string', 'array'] };

/** `use:` of one kind, one branch per component, so that an editor completes its options and presets. */
const useOf = (listings: readonly ComponentListing[]): JsonSchema => ({
  anyOf: [
    ...(listings.length === 0 ? [] : [{ enum: listings.map(({ name }) => name) }]),
    ...listings.map(({ name, summary, options, presets }) => {
      const { $schema: _, ...rest } = options as JsonSchema;
      const named = Object.keys(presets);
      return {
        type: 'object',
        description: summary,
        properties: {
          use: { const: name },
          ...(named.length === 0 ? {} : { preset: { enum: named } }),
          with: { ...rest, required: [] },
        },
        required: ['use'],
        additionalProperties: false,
      };
    }),
  ],
});

/** JSON schema of a training configuration, with the options of every loaded component, for editors. */
export const trainingJsonSchema = (workspace: Workspace): object => {
  const listings = listComponents(workspace);
  const of = (kind: Kind) => useOf(listings.filter((listing) => listing.kind === kind));
  const schema = z.toJSONSchema(trainingConfigSchema, { io: 'input', unrepresentable: 'any' }) as JsonSchema & {
    properties: Record<string, JsonSchema>;
  };
  return {
    ...schema,
    title: 'Training configuration of sid',
    properties: {
      ...schema.properties,
      $import: imports,
      ...Object.fromEntries((['frontend', 'encoder', 'loss', 'pairing'] as const).map((kind) => [kind, of(kind)])),
      songs: { type: 'array', items: of('songs') },
    },
  };
};

/** JSON schema of a configuration, with the options of every loaded component, for editors. */
export const configJsonSchema = (workspace: Workspace): object => {
  const listings = listComponents(workspace);
  const of = (kind: Kind) => useOf(listings.filter((listing) => listing.kind === kind));
  const schema = z.toJSONSchema(configSchema, { io: 'input', unrepresentable: 'any' }) as JsonSchema & {
    properties: Record<string, JsonSchema>;
  };
  const methods = schema.properties.methods as JsonSchema & {
    additionalProperties: { properties: Record<string, JsonSchema> };
  };
  const method = methods.additionalProperties;
  const parts = Object.fromEntries(methodParts.map((kind) => [kind, of(kind)]));
  return {
    ...schema,
    title: 'Configuration of sid',
    properties: {
      ...schema.properties,
      $import: imports,
      dataset: of('dataset'),
      methods: {
        ...methods,
        additionalProperties: { ...method, properties: { ...method.properties, ...parts } },
      },
      reporters: { type: 'array', items: of('reporter') },
    },
  };
};
