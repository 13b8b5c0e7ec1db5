import { resolve } from 'node:path';
import { type Dataset, type Logger, type Progress, type Store, tokens } from '@sid/core';
import { metricsPlugin } from '@sid/eval';
import { type Config, type ConfigInput, loadConfig, type Overrides, override } from './config.ts';
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

/** A configuration brought to life: plugins loaded, options checked, threads and cache at hand. */
export interface Workspace extends AsyncDisposable, Hooks {
  readonly config: Config;
  readonly configFile?: string;
  readonly baseFolder: string;
  readonly results: string;
  readonly cache: string;
  readonly registry: Registry;
  readonly wiring: Wiring;
  readonly workers: WorkerPool;
  readonly store: Store;
  readonly weights: WeightsPlaces;
  /** The configured data set. */
  dataset(): Promise<Dataset>;
}

/** Metrics need no plugin in a configuration; threads, which load plugins by URL, need no metrics. */
const builtInMetrics: LoadedPlugin = { plugin: metricsPlugin, specifier: '@sid/eval' };

/** @throws SidError SID_CONFIG_*, SID_PLUGIN_*, SID_COMPONENT_*, SID_OPTIONS_INVALID: nothing has run yet */
export const openWorkspace = async (options: WorkspaceOptions, hooks: Hooks): Promise<Workspace> => {
  const { cwd, fallback } = options;
  const loaded = await loadConfig(cwd, options.config, fallback.config);
  const config = override(loaded.config, options, cwd);
  const plugins = await loadPlugins(config.plugins, [loaded.folder, fallback.folder]);
  const registry = createRegistry([builtInMetrics, ...plugins]);
  const cache = resolve(cwd, options.cache ?? '.sid/cache');
  const store = createStore(cache);
  const weights: WeightsPlaces = {
    folders: [
      ...new Set([
        resolve(loaded.folder, 'weights'),
        resolve(cwd, 'weights'),
        resolve(cwd, '.sid/weights'),
        ...(options.builtInWeights === undefined ? [] : [options.builtInWeights]),
      ]),
    ],
    baseFolder: loaded.folder,
  };
  const workers = createWorkers(hooks.signal, options.workers);
  const wiring = createWiring(
    registry,
    [
      ...services({ seed: config.seed, baseFolder: loaded.folder, logger: hooks.logger, progress: hooks.progress }),
      provided(tokens.store, store),
      provided(tokens.weights, createWeightsStore(weights)),
      provided(tokens.workers, workers),
      provided(tokens.signal, hooks.signal),
    ],
    config.backend,
  );
  let dataset: Promise<Dataset> | undefined;
  const openDataset = async (): Promise<Dataset> => {
    const { component } = registry.find('dataset', config.dataset.use);
    const given = givenOptions(component, config.dataset, 'dataset');
    return wiring.create(component, parseOptions(component, given, 'dataset'));
  };
  return {
    ...hooks,
    config,
    ...(loaded.file === undefined ? {} : { configFile: loaded.file }),
    baseFolder: loaded.folder,
    results: resolve(cwd, options.results ?? '.sid/results'),
    cache,
    registry,
    wiring,
    workers,
    store,
    weights,
    dataset: () => {
      dataset ??= openDataset();
      return dataset;
    },
    [Symbol.asyncDispose]: async () => {
      await wiring[Symbol.asyncDispose]();
      await workers[Symbol.asyncDispose]();
    },
  };
};
