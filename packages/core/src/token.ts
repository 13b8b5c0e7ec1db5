import type { Audio } from './audio.ts';
import type { ComputeBackend } from './backend.ts';
import type { Frontend } from './frontend.ts';
import type { GraphRuntime } from './graph-runtime.ts';
import type { Logger, Progress, Store, Workers } from './service.ts';
import type { TensorRuntime } from './tensor-runtime.ts';
import type { WeightsStore } from './weights.ts';

declare const phantom: unique symbol;

/** Names a need; carries the type of what fills it. Equal across duplicate copies of this package. */
export type Token<T> = symbol & { readonly [phantom]: T };

/** @param name - unique over all plugins; plugins of others prefix theirs: `my-plugin:clock` */
export const token = <T>(name: string): Token<T> => Symbol.for(`sid:${name}`) as Token<T>;

/** What the runtime provides to every component that asks. */
export const tokens = {
  logger: token<Logger>('logger'),
  progress: token<Progress>('progress'),
  store: token<Store>('store'),
  workers: token<Workers>('workers'),
  /** Seed of the run; everything random derives from it. */
  seed: token<number>('seed'),
  /** Folder against which relative paths in options are read. */
  baseFolder: token<string>('baseFolder'),
  /**
   * Decodes a file, or the part of one between two times, to one channel at the given rate in hertz. Main thread
   * only. Throws SidError for files that cannot be used.
   */
  readAudio:
    token<
      (
        file: { readonly id: string; readonly file: string; readonly from?: number; readonly to?: number },
        sampleRate: number,
      ) => Promise<Audio>
    >('readAudio'),
  /** Runs ONNX graphs; filled by the first backend that is available, in the configured order. */
  onnx: token<ComputeBackend<GraphRuntime>>('onnx'),
  /** Trains networks; filled by the first backend that is available, in the configured order. */
  tfjs: token<ComputeBackend<TensorRuntime>>('tfjs'),
  /** Weights by tag or path. Main thread only. */
  weights: token<WeightsStore>('weights'),
  /** The frontend of the method that is trained; given to pairings. */
  frontend: token<Frontend>('frontend'),
  /** Stops long work. */
  signal: token<AbortSignal>('signal'),
} as const;
