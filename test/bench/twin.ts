import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { messageOf } from '@sid/core';

/** What a program of another library measured. */
export interface Twin<T> {
  readonly library: string;
  readonly figures: T;
}

/**
 * Runs `twins/NAME.py` with the interpreter that the environment variable SID_PYTHON names. Python is no part of sid:
 * without it there is nothing to compare with.
 *
 * @returns what the program measured, or a sentence that says why it did not
 */
export const runTwin = async <T>(name: string, args: readonly number[]): Promise<Twin<T> | string> => {
  const python = process.env.SID_PYTHON;
  if (python === undefined) return `skipped: SID_PYTHON names no Python interpreter with what ${name}.py imports`;
  const script = join(import.meta.dirname, 'twins', `${name}.py`);
  try {
    const { stdout } = await promisify(execFile)(python, [script, ...args.map(String)], { encoding: 'utf8' });
    return JSON.parse(stdout) as Twin<T>;
  } catch (error) {
    return `skipped: ${messageOf(error).trim().split('\n').at(-1)}`;
  }
};
