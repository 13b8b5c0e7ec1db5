import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

export const repository = fileURLToPath(new URL('../..', import.meta.url));

export interface Ended {
  /** Exit code; null where a signal ended it. */
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Running {
  readonly process: ChildProcess;
  readonly ended: Promise<Ended>;
  /** Resolves once `text` has appeared on stderr; rejects if the process ends before. */
  said(text: string): Promise<void>;
}

/** As a user's shell would have it: nothing of the test runner, no colours. */
const environment = (): NodeJS.ProcessEnv => {
  const { PATH, HOME, TMPDIR } = process.env;
  return { PATH, HOME, ...(TMPDIR === undefined ? {} : { TMPDIR }), NO_COLOR: '1' };
};

/** Starts the built command line of this repository. */
export const startSid = (
  args: readonly string[],
  { cwd, env = {} }: { readonly cwd: string; readonly env?: NodeJS.ProcessEnv },
): Running => {
  const child = spawn(process.execPath, [fileURLToPath(new URL('../../bin/sid.js', import.meta.url)), ...args], {
    cwd,
    env: { ...environment(), ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let [stdout, stderr] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    stdout += chunk;
  });
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
    stderr += chunk;
  });
  const ended = new Promise<Ended>((resolve, reject) => {
    child.on('error', reject).on('close', (code) => resolve({ code, stdout, stderr }));
  });
  const said = (text: string): Promise<void> =>
    new Promise((resolve, reject) => {
      const look = (): void => {
        if (stderr.includes(text)) resolve();
      };
      child.stderr.on('data', look);
      child.on('close', () => reject(new Error(`sid ended without saying "${text}":\n${stderr}`)));
      look();
    });
  return { process: child, ended, said };
};

/** Runs it to the end. */
export const sid = (args: readonly string[], options: Parameters<typeof startSid>[1]): Promise<Ended> =>
  startSid(args, options).ended;

/** stdout as JSON; the whole output where it is none. */
export const jsonOf = ({ stdout, stderr, code }: Ended): unknown => {
  try {
    return JSON.parse(stdout);
  } catch {
    throw new Error(`stdout is not JSON (exit ${code}):\n${stdout}\n${stderr}`);
  }
};
