import { fileURLToPath } from 'node:url';
import type { Workspace, WorkspaceOptions } from '@sid/runtime';
import type { Console } from './console.ts';
import { defaultConfig } from './default-config.ts';
import { catchInterruption, interrupted } from './interruption.ts';

/** Everything of the runtime; loaded when a command runs, not when the command line starts. */
export type Runtime = typeof import('@sid/runtime');

type Overrides = Omit<WorkspaceOptions, 'cwd' | 'fallback'>;

/** The same with members that may also be present and undefined, as flags are. */
export type Loose<T> = { readonly [K in keyof T]: T[K] | undefined };

/** Opens a workspace for one command, and closes it however the command ends. Loads the runtime only now. */
export const inWorkspace = async <T>(
  console: Console,
  overrides: Loose<Overrides>,
  use: (workspace: Workspace, runtime: Runtime) => Promise<T> | T,
): Promise<T> => {
  const interruption = catchInterruption(console);
  const { signal } = interruption;
  try {
    const runtime = await import('@sid/runtime');
    const options = {
      cwd: process.cwd(),
      // This package depends on the plugins that the built-in configuration names.
      fallback: { config: defaultConfig, folder: fileURLToPath(new URL('..', import.meta.url)) },
      // Of a checkout; installed from npm, there is no such folder.
      builtInWeights: fileURLToPath(new URL('../../../weights', import.meta.url)),
      ...present(overrides),
    };
    const hooks = { logger: console.logger, progress: console.progress, signal };
    const workspace = await runtime.openWorkspace(options, hooks);
    try {
      return await use(workspace, runtime);
    } finally {
      await workspace[Symbol.asyncDispose]();
    }
  } catch (thrown) {
    // Whatever a stopped step threw, the reason is that it was stopped.
    throw signal.aborted ? interrupted(thrown) : thrown;
  } finally {
    interruption[Symbol.dispose]();
    console.clear();
  }
};

const present = (loose: Loose<Overrides>): Overrides =>
  Object.fromEntries(Object.entries(loose).filter(([, value]) => value !== undefined)) as Overrides;
