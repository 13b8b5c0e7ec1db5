import { Args, Flags } from '@oclif/core';
import { CLIError } from '@oclif/core/errors';

/** `key=value`; the value is JSON where it parses as such, else text: `--with queriesPerClass=20 --with root=music`. */
export const parseSetting = (input: string): readonly [string, unknown] => {
  const at = input.indexOf('=');
  if (at < 1) throw new CLIError(`--with wants key=value and got "${input}". For example: --with queriesPerClass=20`);
  return [input.slice(0, at), parsedValue(input.slice(at + 1))];
};

const parsedValue = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
};

export const configArg = Args.string({
  name: 'config',
  description:
    'Configuration file (YAML, JSON or TypeScript). Without it: sid.config.* of this folder or one above it in the project, else the built-in benchmark of generated audio.',
});

export const placeFlags = {
  results: Flags.string({ summary: 'Folder of results and leaderboards.', helpValue: 'DIR', helpGroup: 'PLACE' }),
  cache: Flags.string({ summary: 'Folder of what is computed once and kept.', helpValue: 'DIR', helpGroup: 'PLACE' }),
};

/** @param what - whose options they are */
export const settingFlag = (what: string) =>
  Flags.custom<readonly [string, unknown]>({ parse: async (input) => parseSetting(input) })({
    summary: `Option of the ${what}; may be repeated.`,
    helpValue: 'KEY=VALUE',
    multiple: true,
    multipleNonGreedy: true,
  });

export const choiceFlags = {
  dataset: Flags.string({ char: 'd', summary: 'Data set to use instead of the configured one.', helpValue: 'NAME' }),
  root: Flags.string({ char: 'r', summary: 'Folder with the audio of the data set.', helpValue: 'DIR' }),
  method: Flags.string({
    char: 'm',
    summary: 'Methods to use: those of the configuration, or retrievers by name.',
    helpValue: 'A,B',
    multiple: true,
    multipleNonGreedy: true,
    delimiter: ',',
  }),
  with: settingFlag('data set'),
};

export const runFlags = {
  workers: Flags.integer({ char: 'w', summary: 'Threads. Default: one per core.', min: 1, helpValue: 'N' }),
  seed: Flags.integer({ summary: 'Seed of everything random.', helpValue: 'N' }),
};

export const datasetArg = Args.string({ name: 'name', description: 'Name of the data set.', required: true });

export const datasetFlags = {
  root: choiceFlags.root,
  with: choiceFlags.with,
  config: Flags.string({ char: 'c', summary: 'Configuration file that lists the plugins.', helpValue: 'FILE' }),
  cache: placeFlags.cache,
};

/** Flags as they were parsed; a command has some of them. */
interface Given {
  readonly config?: string | undefined;
  readonly dataset?: string | undefined;
  readonly root?: string | undefined;
  readonly method?: readonly string[] | undefined;
  readonly with?: readonly (readonly [string, unknown])[] | undefined;
  readonly results?: string | undefined;
  readonly cache?: string | undefined;
  readonly workers?: number | undefined;
  readonly seed?: number | undefined;
}

/** What flags and arguments change in a configuration. */
export const overridesOf = ({
  config,
  dataset,
  root,
  method,
  with: settings,
  results,
  cache,
  workers,
  seed,
}: Given) => ({
  config,
  dataset,
  root,
  methods: method,
  with: settings === undefined ? undefined : Object.fromEntries(settings),
  results,
  cache,
  workers,
  seed,
});
