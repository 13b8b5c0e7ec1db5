import { fileURLToPath } from 'node:url';
import type { Hooks, Workspace, WorkspaceOptions } from '@sid/runtime';
import type { Console } from './console.ts';
import { defaultConfig } from './default-config.ts';
import { catchInterruption, interrupted } from './interruption.ts';

/** Everything of the runtime; loaded when a command runs, not when the command line starts. */
export type Runtime = typeof import('@sid/runtime');

type Overrides = Omit<WorkspaceOptions, 'cwd' | 'fallback'>;

/** The same with members that may also be present and undefined, as flags are. */
export type Loose<T> = { readonly [K in keyof T]: T[K] | undefined };

/** What every workspace is opened with. */
type Surroundings = Pick<WorkspaceOptions, 'cwd' | 'fallback' | 'builtInWeights'>;

const surroundings = (): Surroundings => ({
  cwd: process.cwd(),
  // This package depends on the plugins that the built-in configuration names.
  fallback: { config: defaultConfig, folder: fileURLToPath(new URL('..', import.meta.url)) },
  // They are part of the package, in a checkout and installed.
  builtInWeights: fileURLToPath(new URL('../weights', import.meta.url)),
});

/** Opens something for one command, and closes it however the command ends. Loads the runtime only now. */
export const inSession = async <W extends AsyncDisposable, T>(
  console: Console,
  open: (runtime: Runtime, surroundings: Surroundings, hooks: Hooks) => Promise<W>,
  use: (opened: W, runtime: Runtime) => Promise<T> | T,
): Promise<T> => {
  const interruption = catchInterruption(console);
  const { signal } = interruption;
  try {
    const runtime = await import('@sid/runtime');
    const hooks = { logger: console.logger, progress: console.progress, signal };
    const opened = await open(runtime, surroundings(), hooks);
    try {
      return await use(opened, runtime);
    } finally {
      await opened[Symbol.asyncDispose]();
    }
  } catch (thrown) {
    // Whatever a stopped step threw, the reason is that it was stopped.
    throw signal.aborted ? interrupted(thrown) : thrown;
  } finally {
    interruption[Symbol.dispose]();
    console.clear();
  }
};

/** Opens a workspace for one command. */
export const inWorkspace = <T>(
  console: Console,
  overrides: Loose<Overrides>,
  use: (workspace: Workspace, runtime: Runtime) => Promise<T> | T,
): Promise<T> =>
  inSession(
    console,
    (runtime, around, hooks) => runtime.openWorkspace({ ...around, ...present(overrides) }, hooks),
    use,
  );

/** Members that are there. */
export const present = <O extends object>(loose: Loose<O>): O =>
  Object.fromEntries(Object.entries(loose).filter(([, value]) => value !== undefined)) as O;
