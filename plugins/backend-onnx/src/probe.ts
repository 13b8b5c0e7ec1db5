import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { type Availability, messageOf } from '@sid/core';
import { loadLibrary } from './library.ts';
import type { Answer } from './probe-child.ts';
import { type Provider, tryProvider } from './try-provider.ts';

const supported = 'onnxruntime has binaries for Linux (glibc) and Windows on x64 and arm64, and macOS on arm64.';

/** Whether the CPU provider works, in this process: if it crashed, nothing else would help. */
export const probeHere = async (): Promise<Availability> => {
  try {
    await tryProvider(await loadLibrary(), 'cpu');
    return { ok: true, device: 'CPU' };
  } catch (error) {
    return {
      ok: false,
      reason: `onnxruntime does not run on this machine: ${firstLine(messageOf(error))}.`,
      remedy: `${supported} Reinstall with npm ci; encoders without it need another backend.`,
    };
  }
};

// Beside this file, with its extension: .ts from source, .js when built.
const child = fileURLToPath(
  new URL(`./probe-child${import.meta.url.endsWith('.ts') ? '.ts' : '.js'}`, import.meta.url),
);

const patienceMilliseconds = 60_000;

/** Reasons of onnxruntime start with the place in its source and go on over several lines. */
const firstLine = (message: string): string =>
  (message.split('\n')[0] ?? '')
    .replace(/^.*? was false\. /, '')
    .replace(/\.?\s*$/, '')
    .trim();

const crashOf = (error: { readonly killed?: boolean; readonly signal?: NodeJS.Signals | null | undefined } | null) => {
  if (error?.killed === true) return `the driver did not answer within ${patienceMilliseconds / 1000} seconds`;
  return `the driver crashed${error?.signal === null || error?.signal === undefined ? '' : ` (${error.signal})`}`;
};

/** Tries a provider in a process of its own. @returns undefined where it works, else what went wrong */
export const probeApart = (provider: Provider): Promise<string | undefined> =>
  new Promise((resolve) => {
    const source = child.endsWith('.ts') ? ['--conditions=@sid/source'] : [];
    execFile(process.execPath, [...source, child, provider], { timeout: patienceMilliseconds }, (error, stdout) => {
      try {
        const answer = JSON.parse(stdout) as Answer;
        if (!answer.ok) resolve(firstLine(answer.reason));
        // It may have computed and then crashed while it closed.
        else resolve(error === null ? undefined : crashOf(error));
      } catch {
        resolve(crashOf(error));
      }
    });
  });
