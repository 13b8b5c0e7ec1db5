import type * as z from 'zod';
import type { Availability, ComputeBackend } from './backend.ts';
import type { Dataset } from './dataset.ts';
import type { Encoder, TrainableNetwork } from './encoder.ts';
import type { Frontend } from './frontend.ts';
import type { Indexer, Matcher } from './indexer.ts';
import type { Loss } from './loss.ts';
import type { Metric } from './metric.ts';
import type { Pairing } from './pairing.ts';
import type { Reporter } from './reporter.ts';
import type { Reranker, Retriever } from './retriever.ts';
import type { SongSource } from './songs.ts';
import type { Token } from './token.ts';
import type { WeightsLayout } from './weights.ts';

/** What each kind of component creates. */
export interface Created {
  frontend: Frontend;
  encoder: Encoder;
  loss: Loss;
  songs: SongSource;
  pairing: Pairing;
  indexer: Indexer;
  matcher: Matcher;
  reranker: Reranker;
  retriever: Retriever;
  dataset: Dataset;
  metric: Metric;
  reporter: Reporter;
  backend: ComputeBackend;
}

export type Kind = keyof Created;

export const kinds: readonly Kind[] = [
  'frontend',
  'encoder',
  'loss',
  'songs',
  'pairing',
  'indexer',
  'matcher',
  'reranker',
  'retriever',
  'dataset',
  'metric',
  'reporter',
  'backend',
];

export type Needs = Readonly<Record<string, Token<unknown>>>;
export type Given<N extends Needs> = { readonly [K in keyof N]: N[K] extends Token<infer T> ? T : never };

/** A component as its author writes it. Options and needs are inferred into `create`. */
export interface ComponentSource<K extends Kind, O extends z.ZodType, N extends Needs> {
  /** Lower-case with hyphens; what a config says after `use:`. */
  readonly name: string;
  /** One sentence. */
  readonly summary: string;
  /** Raise it when the same input gives different output: it is part of every cache key. */
  readonly revision: number;
  /** A strict object; every member with a default or described. */
  readonly options: O;
  /** Named sets of options that a config can choose with `preset:`. */
  readonly presets?: Readonly<Record<string, z.input<O>>>;
  readonly needs?: N;
  /** Where it has weights: what they consist of, without creating anything. */
  readonly layout?: (options: z.output<O>) => WeightsLayout;
  /** Where it can be trained: its network, which `@sid/nn` knows how to run. */
  readonly network?: (options: z.output<O>) => TrainableNetwork;
  create(options: z.output<O>, given: Given<N>): Created[K] | Promise<Created[K]>;
}

/** A component as the runtime sees it, its options and needs no longer typed. */
export interface Component<K extends Kind = Kind> {
  readonly kind: K;
  readonly name: string;
  readonly summary: string;
  readonly revision: number;
  readonly options: z.ZodType;
  readonly presets: Readonly<Record<string, unknown>>;
  readonly needs: Needs;
  readonly layout?: (options: unknown) => WeightsLayout;
  readonly network?: (options: unknown) => TrainableNetwork;
  create(options: unknown, given: Readonly<Record<string, unknown>>): Promise<Created[K]>;
  /** Backends only. */
  readonly probe?: () => Promise<Availability>;
  /** Backends only: the token that the created backend fills. */
  readonly provides?: Token<unknown>;
  /**
   * Backends only: the options of each of several processes that compute side by side. Absent where one process alone
   * makes full use of the device.
   */
  readonly share?: (options: unknown, processes: number) => unknown;
}

const untyped =
  <O, R>(make: (options: O) => R) =>
  (options: unknown): R =>
    make(options as O);

const define =
  <K extends Kind>(kind: K) =>
  <O extends z.ZodType, N extends Needs = Record<never, never>>(source: ComponentSource<K, O, N>): Component<K> => ({
    kind,
    name: source.name,
    summary: source.summary,
    revision: source.revision,
    options: source.options,
    presets: source.presets ?? {},
    needs: source.needs ?? {},
    ...(source.layout === undefined ? {} : { layout: untyped(source.layout) }),
    ...(source.network === undefined ? {} : { network: untyped(source.network) }),
    // The runtime parses options with `options` and fills every need before it calls this: the one border where
    // types are asserted instead of inferred.
    create: async (options, given) => source.create(options as z.output<O>, given as Given<N>),
  });

export const defineFrontend = define('frontend');
export const defineEncoder = define('encoder');
export const defineLoss = define('loss');
export const defineSongs = define('songs');
export const definePairing = define('pairing');
export const defineIndexer = define('indexer');
export const defineMatcher = define('matcher');
export const defineReranker = define('reranker');
export const defineRetriever = define('retriever');
export const defineDataset = define('dataset');
export const defineMetric = define('metric');
export const defineReporter = define('reporter');

const backend = define('backend');

/** A backend also says, without being created, whether it can run here, and which token it fills. */
export const defineBackend = <T, O extends z.ZodType, N extends Needs = Record<never, never>>(
  source: ComponentSource<'backend', O, N> & {
    readonly provides: Token<T>;
    probe(): Promise<Availability>;
    share?(options: z.output<O>, processes: number): z.output<O>;
  },
): Component<'backend'> => {
  const { provides, share } = source;
  return {
    ...backend(source),
    provides,
    probe: () => source.probe(),
    ...(share === undefined ? {} : { share: (options, processes) => share(options as z.output<O>, processes) }),
  };
};

/** What a plugin's module exports as default. */
export interface Plugin {
  readonly name: string;
  /** Version of these contracts the plugin was written for. */
  readonly api: 1;
  readonly components: readonly Component[];
}

export const definePlugin = (plugin: Plugin): Plugin => plugin;
