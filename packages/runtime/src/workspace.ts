import { resolve } from 'node:path';
import { type Dataset, type Logger, type Progress, type Store, tokens } from '@sid/core';
import { metricsPlugin } from '@sid/eval';
import type { BackendSettings } from './backends.ts';
import { type Config, type ConfigInput, loadConfig, type Overrides, override, parseConfig } from './config.ts';
import { givenOptions, parseOptions } from './options.ts';
import { loadPlugins } from './plugins.ts';
import { createRegistry, type LoadedPlugin, type Registry } from './registry.ts';
import { services } from './services.ts';
import { createStore } from './store.ts';
import { createWeightsStore, type WeightsPlaces } from './weights/weights-store.ts';
import { createWiring, provided, type Wiring } from './wiring.ts';
import { createWorkers, type WorkerPool } from './workers.ts';

/** Where messages and progress go, and what stops the work. */
export interface Hooks {
  readonly logger: Logger;
  readonly progress: Progress;
  readonly signal: AbortSignal;
}

export interface WorkspaceOptions extends Overrides {
  readonly cwd: string;
  /** Path of a configuration; else the nearest `sid.config.*`, else `fallback`. */
  readonly config?: string;
  /** A configuration itself, relative to `cwd`: no file is looked for. */
  readonly given?: ConfigInput;
  /** The built-in configuration, and the folder from which its plugins resolve. */
  readonly fallback: { readonly config: ConfigInput; readonly folder: string };
  /** Folder of results; `.sid/results` where absent. */
  readonly results?: string;
  /** Folder of the cache; `.sid/cache` where absent. */
  readonly cache?: string;
  /** Folder of weights that come with sid, looked into last. */
  readonly builtInWeights?: string;
  /** Threads; one per core where absent. */
  readonly workers?: number;
}

/** What everything is opened with, whatever its configuration. */
export type Origin = Pick<WorkspaceOptions, 'cwd' | 'fallback' | 'cache' | 'builtInWeights' | 'workers'>;

/** What work of any kind stands on: plugins loaded, threads and cache at hand. */
export interface Foundation extends AsyncDisposable, Hooks {
  /** What it was opened with, for opening another beside it. */
  readonly origin: Origin;
  readonly baseFolder: string;
  readonly cache: string;
  readonly registry: Registry;
  readonly wiring: Wiring;
  readonly workers: WorkerPool;
  readonly store: Store;
  readonly weights: WeightsPlaces;
}

/** A configuration brought to life: its options are checked. */
export interface Workspace extends Foundation {
  readonly config: Config;
  readonly configFile?: string;
  readonly results: string;
  /** The configured data set. */
  dataset(): Promise<Dataset>;
}

/** Metrics need no plugin in a configuration; threads, which load plugins by URL, need no metrics. */
const builtInMetrics: LoadedPlugin = { plugin: metricsPlugin, specifier: '@sid/eval' };

/** What a configuration says about its foundation. */
export interface Grounds {
  readonly plugins: readonly string[];
  readonly backend: BackendSettings;
  readonly seed: number;
  /** Folder of relative paths. */
  readonly folder: string;
}

/** @throws SidError SID_PLUGIN_*, SID_COMPONENT_DUPLICATE */
export const openFoundation = async (grounds: Grounds, options: Origin, hooks: Hooks): Promise<Foundation> => {
  const { cwd, fallback, builtInWeights, workers: threads } = options;
  const { folder } = grounds;
  const plugins = await loadPlugins(grounds.plugins, [folder, fallback.folder]);
  const registry = createRegistry([builtInMetrics, ...plugins]);
  const cache = resolve(cwd, options.cache ?? '.sid/cache');
  const store = createStore(cache);
  const weights: WeightsPlaces = {
    folders: [
      ...new Set([
        resolve(folder, 'weights'),
        resolve(cwd, 'weights'),
        resolve(cwd, '.sid/weights'),
        ...(builtInWeights === undefined ? [] : [builtInWeights]),
      ]),
    ],
    baseFolder: folder,
  };
  const workers = createWorkers(hooks.signal, threads);
  const wiring = createWiring(
    registry,
    [
      ...services({ seed: grounds.seed, baseFolder: folder, logger: hooks.logger, progress: hooks.progress }),
      provided(tokens.store, store),
      provided(tokens.weights, createWeightsStore(weights)),
      provided(tokens.workers, workers),
      provided(tokens.signal, hooks.signal),
    ],
    grounds.backend,
  );
  return {
    ...hooks,
    origin: {
      cwd,
      fallback,
      cache,
      ...(builtInWeights === undefined ? {} : { builtInWeights }),
      ...(threads === undefined ? {} : { workers: threads }),
    },
    baseFolder: folder,
    cache,
    registry,
    wiring,
    workers,
    store,
    weights,
    [Symbol.asyncDispose]: async () => {
      await wiring[Symbol.asyncDispose]();
      await workers[Symbol.asyncDispose]();
    },
  };
};

/** @throws SidError SID_CONFIG_*, SID_PLUGIN_*, SID_COMPONENT_*, SID_OPTIONS_INVALID: nothing has run yet */
export const openWorkspace = async (options: WorkspaceOptions, hooks: Hooks): Promise<Workspace> => {
  const { cwd, fallback } = options;
  const loaded =
    options.given === undefined
      ? await loadConfig(cwd, options.config, fallback.config)
      : { config: parseConfig(options.given, 'The given configuration'), folder: cwd, file: undefined };
  const config = override(loaded.config, options, cwd);
  const foundation = await openFoundation({ ...config, folder: loaded.folder }, options, hooks);
  const { registry, wiring } = foundation;
  let dataset: Promise<Dataset> | undefined;
  const openDataset = async (): Promise<Dataset> => {
    const { component } = registry.find('dataset', config.dataset.use);
    const given = givenOptions(component, config.dataset, 'dataset');
    return wiring.create(component, parseOptions(component, given, 'dataset'));
  };
  return {
    ...foundation,
    config,
    ...(loaded.file === undefined ? {} : { configFile: loaded.file }),
    results: resolve(cwd, options.results ?? '.sid/results'),
    dataset: () => {
      dataset ??= openDataset();
      return dataset;
    },
  };
};
