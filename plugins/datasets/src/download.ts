import { createHash } from 'node:crypto';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type Logger, messageOf, SidError } from '@sid/core';

/** A file to be fetched. */
export interface Fetched {
  readonly url: string;
  /** Absolute path. */
  readonly file: string;
  readonly sha256: string;
  /** How to do without the network: a sentence for the end of every error. */
  readonly byHand: string;
}

const timeoutMilliseconds = 60_000;
/** Far above any table; ends what a captive portal or a wrong address might send without end. */
const maxBytes = 32 * 2 ** 20;

/**
 * Fetches files, checks them, and only then writes them, each under a temporary name first. Files that are already
 * there and right stay; one that is there and different is the user's and is never replaced.
 *
 * @returns the paths written
 * @throws SidError SID_DOWNLOAD_FAILED, SID_STORAGE_FAILED
 */
export const fetchAll = async (
  wanted: readonly Fetched[],
  { logger, signal }: { readonly logger: Logger; readonly signal: AbortSignal },
): Promise<readonly string[]> => {
  const absent: Fetched[] = [];
  for (const one of wanted) if (!(await isThere(one, logger))) absent.push(one);
  const contents = await Promise.all(
    absent.map(async (one) => ({ file: one.file, bytes: await fetchOne(one, signal) })),
  );
  for (const { file, bytes } of contents) await write(file, bytes);
  for (const { file } of contents) logger.info(`Wrote ${file}`);
  return contents.map(({ file }) => file);
};

const digest = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

const isThere = async ({ file, sha256 }: Fetched, logger: Logger): Promise<boolean> => {
  let bytes: Uint8Array;
  try {
    bytes = await readFile(file);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return false;
    throw new SidError('SID_STORAGE_FAILED', `${file} cannot be read (${messageOf(error)}).`, { cause: error });
  }
  if (digest(bytes) === sha256) {
    logger.info(`Already there: ${file}`);
    return true;
  }
  throw new SidError(
    'SID_DOWNLOAD_FAILED',
    `${file} is already there and is not the published file, so it is left as it is. Move it away to get the published one, or keep it and do without the download.`,
  );
};

const fetchOne = async ({ url, sha256, byHand }: Fetched, signal: AbortSignal): Promise<Uint8Array> => {
  const fail = (what: string, cause?: unknown): SidError =>
    new SidError('SID_DOWNLOAD_FAILED', `${url}: ${what} ${byHand}`, cause === undefined ? {} : { cause });
  const bytes = await receive(url, signal, fail);
  const found = digest(bytes);
  if (found !== sha256)
    throw fail(
      `${bytes.length} bytes came that are not the published file (SHA-256 ${found} instead of ${sha256}). Nothing was written.`,
    );
  return bytes;
};

const receive = async (
  url: string,
  signal: AbortSignal,
  fail: (what: string, cause?: unknown) => SidError,
): Promise<Uint8Array> => {
  try {
    const response = await fetch(url, { signal: AbortSignal.any([signal, AbortSignal.timeout(timeoutMilliseconds)]) });
    if (!response.ok || response.body === null) throw fail(`the server answered ${response.status}.`);
    const chunks: Uint8Array[] = [];
    let length = 0;
    for await (const chunk of response.body) {
      chunks.push(chunk);
      length += chunk.length;
      if (length > maxBytes) throw fail(`more than ${maxBytes} bytes came; that is not the published file.`);
    }
    return Buffer.concat(chunks);
  } catch (error) {
    if (error instanceof SidError) throw error;
    if (signal.aborted) throw new SidError('SID_INTERRUPTED', `Fetching ${url} was stopped.`, { cause: error });
    // What went wrong on the network is in the cause; fetch itself only says "fetch failed".
    const reason = error instanceof Error && error.cause instanceof Error ? error.cause : error;
    throw fail(`cannot be fetched (${messageOf(reason) || codeOf(reason)}).`, error);
  }
};

const write = async (file: string, bytes: Uint8Array): Promise<void> => {
  const temporary = join(dirname(file), `.sid-${process.pid}-${digest(bytes).slice(0, 12)}`);
  try {
    await mkdir(dirname(file), { recursive: true });
    await writeFile(temporary, bytes);
    await rename(temporary, file);
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => undefined);
    throw new SidError(
      'SID_STORAGE_FAILED',
      `${file} cannot be written (${messageOf(error)}). Check space and rights.`,
      {
        cause: error,
      },
    );
  }
};

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
