import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Answer, Attempt } from './probe-child.ts';

// Beside this file, with its extension: .ts from source, .js when built.
const child = fileURLToPath(
  new URL(`./probe-child${import.meta.url.endsWith('.ts') ? '.ts' : '.js'}`, import.meta.url),
);

const patienceMilliseconds = 120_000;

const crashOf = (error: { readonly killed?: boolean; readonly signal?: NodeJS.Signals | null | undefined } | null) => {
  if (error?.killed === true) return `it did not answer within ${patienceMilliseconds / 1000} seconds`;
  return `it crashed${error?.signal === null || error?.signal === undefined ? '' : ` (${error.signal})`}`;
};

/** Tries a backend in a process of its own. `said` is what its library wrote to stderr. */
export const probeApart = (attempt: Attempt): Promise<{ readonly answer: Answer; readonly said: string }> =>
  new Promise((resolve) => {
    const source = child.endsWith('.ts') ? ['--conditions=@sid/source'] : [];
    execFile(
      process.execPath,
      [...source, child, JSON.stringify(attempt)],
      { timeout: patienceMilliseconds, env: { ...process.env, TF_CPP_MIN_LOG_LEVEL: '0' } },
      (error, stdout, said) => {
        try {
          resolve({ answer: JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as Answer, said });
        } catch {
          resolve({ answer: { ok: false, reason: crashOf(error) }, said });
        }
      },
    );
  });
