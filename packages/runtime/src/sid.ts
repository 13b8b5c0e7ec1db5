import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Added, addToCatalogue, type Identification, identify } from './catalogue.ts';
import type { ConfigInput } from './config.ts';
import { type Embeddings, embeddingsOf } from './embed.ts';
import { type FileFeatures, featuresOf } from './features.ts';
import type { Use } from './options.ts';
import { silentLogger, silentProgress } from './services.ts';
import { type Hooks, openWorkspace } from './workspace.ts';

/** How `openSid` is told what to work with; everything may be left out. */
export interface SidOptions extends Partial<Hooks> {
  /** Folder that paths are relative to, and in which `.sid` lies; the working folder where absent. */
  readonly folder?: string;
  /**
   * A configuration, whole or in part, or the path of one; else the nearest `sid.config.*` from `folder` upwards, else the
   * built-in one.
   */
  readonly config?: string | Partial<ConfigInput>;
  /** Folder of the cache; `.sid/cache` where absent. */
  readonly cache?: string;
  /** Threads; one per core where absent. */
  readonly workers?: number;
}

/** sid for programs: what the commands `features`, `embed`, `index add` and `identify` do. */
export interface Sid extends AsyncDisposable {
  /**
   * What a frontend makes of a file: a matrix of bins × frames, with the rate of its frames.
   *
   * @param normalise - whether what the frontend does to each window is done to the whole
   * @throws SidError SID_AUDIO_* for a file that cannot be used
   */
  features(file: string, frontend: string | Use, options?: { readonly normalise?: boolean }): Promise<FileFeatures>;
  /** Unit vectors of the windows of files, or of the audio files below folders, by a method with an encoder. */
  embeddings(paths: readonly string[], method: string): Promise<Embeddings>;
  /**
   * Adds files, or the audio files below folders, to the index in a folder, which is made where there is none.
   *
   * @param method - of a new index; an index that is there keeps its own
   */
  addToIndex(index: string, paths: readonly string[], method?: string): Promise<Added>;
  /** The tracks of an index that each file samples, best first, with places in seconds. */
  identify(index: string, paths: readonly string[], options?: { readonly limit?: number }): Promise<Identification>;
}

const builtIn: ConfigInput = {
  dataset: 'artificial',
  methods: { 'landmark-invariant': { retriever: 'landmark-invariant' } },
};

/**
 * Opens sid for a program. Dispose of it when done (`await using`): it has threads.
 *
 * @throws SidError SID_CONFIG_*, SID_PLUGIN_*, SID_COMPONENT_*
 */
export const openSid = async (options: SidOptions = {}): Promise<Sid> => {
  const { folder = '.', config, cache, workers, logger = silentLogger, progress = silentProgress } = options;
  const cwd = resolve(folder);
  const signal = options.signal ?? new AbortController().signal;
  const workspace = await openWorkspace(
    {
      cwd,
      fallback: { config: builtIn, folder: fileURLToPath(new URL('.', import.meta.url)) },
      // Of a checkout; installed from npm, there is no such folder.
      builtInWeights: fileURLToPath(new URL('../../../weights', import.meta.url)),
      ...(typeof config === 'string' ? { config } : {}),
      ...(typeof config === 'object' ? { given: { ...builtIn, ...config } } : {}),
      ...(cache === undefined ? {} : { cache }),
      ...(workers === undefined ? {} : { workers }),
    },
    { logger, progress, signal },
  );
  return {
    features: (file, frontend, { normalise = false } = {}) =>
      featuresOf(workspace, cwd, {
        file,
        frontend: typeof frontend === 'string' ? { use: frontend } : frontend,
        normalise,
      }),
    embeddings: (paths, method) => embeddingsOf(workspace, cwd, paths, method),
    addToIndex: (index, paths, method = 'landmark-invariant') => addToCatalogue(workspace, cwd, index, paths, method),
    identify: (index, paths, { limit = 5 } = {}) => identify(workspace, cwd, index, paths, limit),
    [Symbol.asyncDispose]: () => workspace[Symbol.asyncDispose](),
  };
};
