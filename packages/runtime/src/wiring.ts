import {
  type Component,
  type ComputeBackend,
  type Created,
  type Kind,
  type Logger,
  messageOf,
  SidError,
  type Token,
  tokens,
} from '@sid/core';
import { Container } from 'inversify';
import { type BackendSettings, backendChoices, defaultBackends } from './backends.ts';
import type { Registry } from './registry.ts';

/** A service the runtime provides: a token and the value that fills it. */
export type Provided = readonly [Token<unknown>, unknown];

/** One value for the pairs of `provide`, with its type checked against its token. */
export const provided = <T>(token: Token<T>, value: T): Provided => [token, value];

/**
 * Creates components and what they need. Everything is created once, when it is first needed, and disposed in
 * reverse order: a dependent goes before what it depends on.
 */
export interface Wiring extends AsyncDisposable {
  create<K extends Kind>(component: Component<K>, options: unknown): Promise<Created[K]>;
  /** What fills a need: a service, or a backend, which is chosen and opened now. */
  resolve<T>(token: Token<T>): Promise<T>;
  /** The backends that were chosen for the needs of a component that was created. */
  backendsOf(component: Component): readonly ComputeBackend[];
  /** A scope of its own, e.g. for one method, with services of its own; disposing it leaves the parent's things open. */
  child(services?: readonly Provided[]): Wiring;
}

const isDisposable = (value: unknown): value is AsyncDisposable =>
  typeof value === 'object' && value !== null && Symbol.asyncDispose in value;

const scope = (container: Container, backends: ReadonlyMap<Token<unknown>, ComputeBackend>): Wiring => {
  const opened: AsyncDisposable[] = [];
  const remember = <T>(_: unknown, value: T): T => {
    if (isDisposable(value)) opened.push(value);
    return value;
  };
  const create = async <K extends Kind>(component: Component<K>, options: unknown): Promise<Created[K]> => {
    const names = Object.keys(component.needs);
    const needs = Object.values(component.needs);
    for (const need of needs) {
      if (!container.isBound(need)) {
        throw new SidError(
          'SID_NEED_UNFILLED',
          `The ${component.kind} "${component.name}" needs ${String(need.description)}, which nothing provides. Is the plugin that brings such a backend listed under "plugins"?`,
        );
      }
    }
    const identifier = Symbol(`${component.kind} ${component.name}`);
    container
      .bind<Created[K]>(identifier)
      .toResolvedValue<unknown[]>(
        (...given) => component.create(options, Object.fromEntries(names.map((name, i) => [name, given[i]]))),
        needs,
      )
      .inSingletonScope()
      .onActivation(remember);
    try {
      return await container.getAsync<Created[K]>(identifier);
    } catch (error) {
      if (error instanceof SidError) throw error;
      throw new SidError(
        'SID_COMPONENT_FAILED',
        `The ${component.kind} "${component.name}" could not be created: ${messageOf(error)}`,
        { cause: error },
      );
    }
  };
  const resolve = async <T>(token: Token<T>): Promise<T> => {
    if (!container.isBound(token)) {
      throw new SidError(
        'SID_NEED_UNFILLED',
        `Nothing provides ${String(token.description)}. Is the plugin that brings such a backend listed under "plugins"?`,
      );
    }
    return container.getAsync<T>(token);
  };
  return {
    create,
    resolve,
    backendsOf: ({ needs }) => Object.values(needs).flatMap((need) => backends.get(need) ?? []),
    child: (given = []) => {
      const own = new Container({ parent: container });
      for (const [token, value] of given) own.bind(token).toConstantValue(value);
      return scope(own, backends);
    },
    [Symbol.asyncDispose]: async () => {
      for (const value of opened.splice(0).reverse()) await value[Symbol.asyncDispose]();
    },
  };
};

/** The only file that knows the container. Decorators and class tokens are not used (docs/adr/0001). */
export const createWiring = (
  registry: Registry,
  services: readonly Provided[],
  settings: BackendSettings = defaultBackends,
): Wiring => {
  const container = new Container();
  for (const [token, value] of services) container.bind(token).toConstantValue(value);
  const backends = new Map<Token<unknown>, ComputeBackend>();
  const root = scope(container, backends);
  const logger = services.find(([token]) => token === tokens.logger)?.[1] as Logger | undefined;
  for (const [token, choose] of backendChoices(registry, settings, logger)) {
    const open = async (): Promise<ComputeBackend> => {
      const { component, options } = await choose();
      const backend = await root.create(component, options);
      backends.set(token, backend);
      return backend;
    };
    container.bind(token).toResolvedValue(open).inSingletonScope();
  }
  return root;
};
