import { availableParallelism } from 'node:os';
import { basename, isAbsolute, relative, resolve } from 'node:path';
import { SidError } from '@sid/core';
import { readConfigFile } from '../config.ts';
import type { Use } from '../options.ts';
import { type Foundation, type Hooks, type Origin, openFoundation } from '../workspace.ts';
import { parseTrainingConfig, type TrainingConfig } from './training-config.ts';

export interface TrainingWorkspaceOptions extends Origin {
  /** Path of the training configuration. */
  readonly config: string;
  /** Sources besides those of the configuration. */
  readonly songs?: readonly Use[];
  /** Folder of the run; `.sid/train/<tag>` where absent. */
  readonly out?: string;
  /** Folder in which the weights get a folder of their own; `.sid/weights` where absent. */
  readonly to?: string;
  readonly steps?: number;
  /** For the card, instead of that of the configuration. */
  readonly note?: string;
  readonly seed?: number;
  /** Processes at most that divide the parts of a batch; one per core where absent. The weights do not depend on it. */
  readonly processes?: number;
}

/** A training configuration brought to life. */
export interface TrainingWorkspace extends Foundation {
  readonly config: TrainingConfig;
  /** The same without what the command line added: places on one machine are nobody else's business. */
  readonly recorded: TrainingConfig;
  /** As seen from the working folder, or its name where it lies elsewhere. */
  readonly configFile: string;
  /** Processes that divide the parts of a batch, this one among them, on a backend that can be shared. */
  readonly processes: number;
  /** Checkpoints, log and curve. */
  readonly out: string;
  /** Where the weights go. */
  readonly to: string;
}

/** @throws SidError SID_CONFIG_NOT_FOUND, SID_CONFIG_INVALID */
const loadTrainingConfig = async (cwd: string, file: string) => {
  const found = await readConfigFile(cwd, file);
  if (found === null || found.isEmpty === true) {
    throw new SidError(
      'SID_CONFIG_INVALID',
      `"${file}" is empty. A training configuration says at least tag, frontend, encoder, loss, pairing and steps.`,
    );
  }
  return { path: found.filepath, parsed: parseTrainingConfig(found.config, found.filepath) };
};

/** What a training configuration says. @throws SidError SID_CONFIG_NOT_FOUND, SID_CONFIG_INVALID */
export const readTrainingConfig = async (cwd: string, file: string): Promise<TrainingConfig> =>
  (await loadTrainingConfig(cwd, file)).parsed;

/** @throws SidError SID_CONFIG_*, SID_PLUGIN_* */
export const openTrainingWorkspace = async (
  options: TrainingWorkspaceOptions,
  hooks: Hooks,
): Promise<TrainingWorkspace> => {
  const { cwd, songs = [], steps, seed, note = '', processes: most = availableParallelism() } = options;
  const { path, parsed } = await loadTrainingConfig(cwd, options.config);
  const config: TrainingConfig = {
    ...parsed,
    songs: [...parsed.songs, ...songs],
    steps: steps ?? parsed.steps,
    seed: seed ?? parsed.seed,
    ...(note === '' ? {} : { note }),
  };
  const folder = resolve(path, '..');
  const seen = relative(cwd, path);
  const isElsewhere = isAbsolute(seen) || seen.startsWith('..');
  // A re-ranker is trained by one process: its network is small.
  const processes = config.reranker === undefined ? Math.min(config.batch.parts ?? 1, most) : 1;
  const backend = { ...config.backend, processes };
  const foundation = await openFoundation({ ...config, backend, folder }, options, hooks);
  return {
    ...foundation,
    config,
    recorded: { ...config, songs: parsed.songs },
    configFile: isElsewhere ? basename(path) : seen,
    processes,
    out: resolve(cwd, options.out ?? `.sid/train/${config.tag}`),
    to: resolve(cwd, options.to ?? '.sid/weights'),
  };
};
