import { isAbsolute, resolve } from 'node:path';
import { messageOf, SidError } from '@sid/core';
import { defaultProtocol } from '@sid/eval';
import { cosmiconfig } from 'cosmiconfig';
import * as z from 'zod';
import { useSchema } from './options.ts';

const methodName = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9._-]*$/, 'must be letters, digits, dots, hyphens and underscores')
  .refine((name) => name !== 'truth', 'is reserved');

const windowSchema = z.strictObject({
  hopSeconds: z.number().positive().exactOptional().describe("Distance of windows; the encoder's own where absent."),
  tail: z
    .enum(['drop', 'align'])
    .default('align')
    .describe('The end of a track that no whole window covers: left out, or covered by a window that ends with it.'),
  neighbours: z.int().min(1).default(100).describe('Hits that are looked up for every window of the query.'),
  semitones: z
    .array(z.number().min(-36).max(36))
    .min(1)
    .exactOptional()
    .describe(
      'The query is asked also as it would sound so much higher; for frontends whose bins are evenly spaced in pitch.',
    ),
  tempo: z
    .array(z.number().min(0.25).max(4))
    .min(1)
    .exactOptional()
    .describe('The query is asked also as it would sound so many times as fast.'),
});

const methodShape = {
  retriever: useSchema.optional().describe('A whole retriever, e.g. { use: landmark, preset: dense }.'),
  frontend: useSchema.optional().describe('Or its parts: what turns audio into features,'),
  encoder: useSchema.optional().describe('what embeds windows of them,'),
  indexer: useSchema.optional().describe('what finds near windows (flat where absent),'),
  matcher: useSchema.optional().describe('what reduces hits to tracks (alignment where absent),'),
  reranker: useSchema.optional().describe('and what scores these again; nothing where absent.'),
  window: windowSchema.optional(),
  train: z
    .union([z.string(), z.array(z.string())])
    .optional()
    .describe('Training configurations that make the weights of encoder and re-ranker, relative to this file.'),
  noise: z.int().min(0).optional().describe('How many noise tracks are in the index; all where absent.'),
};

type Shape = z.output<z.ZodObject<typeof methodShape>>;

/** Either a retriever, or at least a frontend and an encoder; nothing of the one beside the other. */
const isWhole = ({ retriever, frontend, encoder, indexer, matcher, reranker, window }: Shape): boolean =>
  retriever === undefined
    ? frontend !== undefined && encoder !== undefined
    : [frontend, encoder, indexer, matcher, reranker, window].every((part) => part === undefined);

const memberSchema = z.strictObject({
  method: z
    .union([
      methodName,
      z.strictObject(methodShape).refine(isWhole, 'needs either a retriever, or a frontend and an encoder'),
    ])
    .describe('The name of another method of this configuration, or a method as such.'),
  even: z.number().default(0.5).describe('Score at which a match of this member is as likely right as wrong.'),
  slope: z.number().positive().default(10).describe('Logit of being right that each unit of score above that adds.'),
});

/** One method of a configuration. */
export const methodSchema = z
  .strictObject({
    ...methodShape,
    fuse: z
      .array(memberSchema)
      .min(2)
      .optional()
      .describe('Or several methods, whose answers are made one: each with the calibration of its scores.'),
  })
  .refine(
    ({ fuse, noise: _, ...rest }) =>
      fuse === undefined ? isWhole(rest) : Object.values(rest).every((part) => part === undefined),
    'needs either a retriever, or a frontend and an encoder, or methods to fuse',
  );

/** The plugins that come with sid. */
export const defaultPlugins: readonly string[] = [
  '@sid/plugin-artificial',
  '@sid/plugin-datasets',
  '@sid/plugin-landmark',
  '@sid/plugin-reporters',
  '@sid/plugin-backend-onnx',
  '@sid/plugin-backend-tfjs',
  '@sid/plugin-frontends',
  '@sid/plugin-encoders',
  '@sid/plugin-indexers',
  '@sid/plugin-losses',
  '@sid/plugin-pairings',
];

/** What a configuration file may say. */
export const configSchema = z.strictObject({
  $schema: z.string().optional(),
  plugins: z
    .array(z.string())
    .default([...defaultPlugins])
    .describe('npm names, or paths relative to this file.'),
  dataset: useSchema.describe('The benchmark, e.g. { use: sample100, with: { root: data/sample100 } }.'),
  methods: z
    .record(methodName, methodSchema)
    .refine((methods) => Object.keys(methods).length > 0, 'name at least one method')
    .describe('What is compared, by the names that the leaderboard shows.'),
  matrix: z
    .record(
      z.string().regex(/^[A-Za-z][A-Za-z0-9-]*$/),
      z.strictObject({
        at: z.string().describe('Dotted path inside a method, e.g. retriever.with.density, or noise.'),
        values: z.array(z.union([z.string(), z.number(), z.boolean()])).min(1),
        methods: z.array(z.string()).optional().describe('Methods that it expands; all where absent.'),
      }),
    )
    .default({})
    .describe('Axes of a sweep: every method is repeated for every combination of values.'),
  backend: z
    .strictObject({
      prefer: z.array(z.string()).default([]).describe('In the order in which they are tried; others come after them.'),
      with: z
        .record(z.string(), z.record(z.string(), z.unknown()))
        .default({})
        .describe('Options by name, e.g. { onnx-cpu: { threads: 4 } }.'),
    })
    .prefault({})
    .describe('Compute backends.'),
  metrics: z.array(z.string()).min(1).optional().describe('Canonical names, e.g. MAP, HR@10, LocRef@5.'),
  baseline: z.string().optional().describe('The method that the others are tested against; the first where absent.'),
  protocol: z
    .strictObject({
      interval: z.enum(['normal', 'bootstrap']).default(defaultProtocol.interval),
      ties: z.enum(['expectation', 'listOrder', 'pessimistic']).default(defaultProtocol.ties),
      toleranceSeconds: z.number().positive().default(defaultProtocol.toleranceSeconds),
      bootstrapSamples: z.int().min(100).default(defaultProtocol.bootstrapSamples),
      permutations: z.int().min(100).default(defaultProtocol.permutations),
    })
    .prefault({}),
  depth: z.int().min(1).max(1000).default(100).describe('How many matches of a query are stored.'),
  seed: z.int().min(0).default(1),
  maxHours: z.number().positive().default(4).describe('Longer recordings are left out.'),
  reporters: z.array(useSchema).default([{ use: 'markdown' }, { use: 'html' }]),
});

/** How the windows of an embedding retriever are cut and asked for. */
export const defaultWindow = windowSchema.parse({});

export type Config = z.output<typeof configSchema>;
export type ConfigInput = z.input<typeof configSchema>;

/** A configuration, where it came from, and the folders its plugins and paths are read against. */
export interface LoadedConfig {
  readonly config: Config;
  /** Absent for the built-in one. */
  readonly file?: string;
  /** Folder of relative paths. */
  readonly folder: string;
}

const explorer = () =>
  cosmiconfig('sid', {
    searchPlaces: ['sid.config.yaml', 'sid.config.yml', 'sid.config.json', 'sid.config.ts', 'sid.config.js'],
    cache: false,
    // A list in a file takes the place of an imported one: joined, none could be made shorter.
    mergeImportArrays: false,
    // From the working folder upwards to the one with a package.json.
    searchStrategy: 'project',
  });

/** The content of the file at `named`, else of the nearest `sid.config.*`. @throws SidError SID_CONFIG_NOT_FOUND, SID_CONFIG_INVALID */
export const readConfigFile = async (cwd: string, named: string | undefined) => {
  const path = named === undefined ? undefined : resolve(cwd, named);
  try {
    return path === undefined ? await explorer().search(cwd) : await explorer().load(path);
  } catch (error) {
    if (path !== undefined && (error as NodeJS.ErrnoException).code === 'ENOENT') {
      throw new SidError('SID_CONFIG_NOT_FOUND', `There is no configuration file "${path}".`, { cause: error });
    }
    throw new SidError('SID_CONFIG_INVALID', `${path ?? 'The configuration'} cannot be read: ${messageOf(error)}`, {
      cause: error,
    });
  }
};

/** Checks a configuration. @throws SidError SID_CONFIG_INVALID that names each wrong key and the file */
export const parseConfig = (given: unknown, where: string): Config => {
  const parsed = configSchema.safeParse(given);
  if (!parsed.success) {
    throw new SidError(
      'SID_CONFIG_INVALID',
      `${where} does not have the expected form:\n${z.prettifyError(parsed.error)}`,
    );
  }
  const { methods, matrix, baseline } = parsed.data;
  const names = Object.keys(methods);
  for (const [axis, { methods: wanted = [] }] of Object.entries(matrix)) {
    const unknown = wanted.find((name) => !names.includes(name));
    if (unknown !== undefined) {
      throw new SidError(
        'SID_CONFIG_INVALID',
        `${where}: matrix.${axis}.methods names "${unknown}", which is not a method. Known: ${names.join(', ')}.`,
      );
    }
  }
  if (baseline !== undefined && Object.keys(matrix).length === 0 && !names.includes(baseline)) {
    throw new SidError(
      'SID_CONFIG_INVALID',
      `${where}: the baseline "${baseline}" is not a method. Known: ${names.join(', ')}.`,
    );
  }
  return { ...parsed.data, methods: withMembers(methods, where) };
};

/** Puts methods that a fusion names in the place of their names, so that it stands on its own from here on. */
const withMembers = (methods: Config['methods'], where: string): Config['methods'] => {
  const member = (name: string) => {
    const { fuse, noise: _, ...method } = methods[name] ?? { fuse: [] };
    if (fuse === undefined) return method;
    const known = Object.keys(methods).filter((each) => methods[each]?.fuse === undefined);
    throw new SidError(
      'SID_CONFIG_INVALID',
      `${where}: a fusion names "${name}", which is no method that can be fused. Known: ${known.join(', ')}.`,
    );
  };
  return Object.fromEntries(
    Object.entries(methods).map(([name, { fuse, ...rest }]) => [
      name,
      fuse === undefined
        ? rest
        : {
            ...rest,
            fuse: fuse.map(({ method, ...calibration }) => ({
              method: typeof method === 'string' ? member(method) : method,
              ...calibration,
            })),
          },
    ]),
  );
};

/** The configuration at `named`, else the nearest `sid.config.*` from `cwd` upwards, else `fallback`. */
export const loadConfig = async (
  cwd: string,
  named: string | undefined,
  fallback: ConfigInput,
): Promise<LoadedConfig> => {
  const found = await readConfigFile(cwd, named);
  if (found === null) return { config: parseConfig(fallback, 'The built-in configuration'), folder: cwd };
  if (found.isEmpty === true) {
    throw new SidError('SID_CONFIG_INVALID', `${found.filepath} is empty. It needs "dataset" and "methods".`);
  }
  return {
    config: parseConfig(found.config, found.filepath),
    file: found.filepath,
    folder: resolve(found.filepath, '..'),
  };
};

/** What a command line may change in a configuration. */
export interface Overrides {
  readonly dataset?: string;
  readonly root?: string;
  readonly with?: Readonly<Record<string, unknown>>;
  readonly methods?: readonly string[];
  readonly seed?: number;
}

/**
 * Applies a command line. A method that the configuration does not have is taken as the name of a retriever with its
 * default options; a data set it does not use starts from its default options.
 */
export const override = (config: Config, overrides: Overrides, cwd: string): Config => {
  const root =
    overrides.root === undefined
      ? {}
      : { root: isAbsolute(overrides.root) ? overrides.root : resolve(cwd, overrides.root) };
  const changed = { ...overrides.with, ...root };
  const use = overrides.dataset ?? config.dataset.use;
  const base = use === config.dataset.use ? config.dataset : { use };
  const dataset = Object.keys(changed).length === 0 ? base : { ...base, with: { ...base.with, ...changed } };
  const methods =
    overrides.methods === undefined
      ? config.methods
      : Object.fromEntries(
          overrides.methods.map((name) => [name, config.methods[name] ?? { retriever: { use: name } }]),
        );
  const kept = config.baseline !== undefined && config.baseline in methods;
  const { baseline, ...rest } = config;
  return {
    ...rest,
    dataset,
    methods,
    seed: overrides.seed ?? config.seed,
    ...(kept || overrides.methods === undefined ? (baseline === undefined ? {} : { baseline }) : {}),
  };
};
