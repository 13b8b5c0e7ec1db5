import { messageOf, SidError } from '@sid/core';
import type * as z from 'zod';
import type { Result } from './result.ts';
import { resultSchema, truthSchema } from './schema.ts';
import type { Truth } from './truth.ts';

/** `["rankings", 3, "matches"]` as `rankings[3].matches`. */
const place = (path: readonly PropertyKey[]): string =>
  path
    .map((part) => (typeof part === 'number' ? `[${part}]` : `.${String(part)}`))
    .join('')
    .replace(/^\./, '');

const problem = (what: string, file: string, detail: string, cause?: unknown): SidError =>
  new SidError(
    'SID_RESULT_INVALID',
    `${file}: ${detail}. It is no ${what} that can be read; delete it and run again.`,
    {
      ...(cause === undefined ? {} : { cause }),
    },
  );

const read = (text: string, file: string, what: string): unknown => {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw problem(what, file, `not JSON (${messageOf(cause)})`, cause);
  }
};

const firstIssue = (error: z.ZodError): string => {
  const [issue] = error.issues;
  return issue === undefined ? 'unknown' : `${place(issue.path) || 'the whole'}: ${issue.message}`;
};

/**
 * Reads a stored result, from any version of sid that wrote `sid.result/1`.
 *
 * @param file - name for messages
 * @throws SidError SID_RESULT_INVALID naming the file and the first place that does not fit
 */
export const parseResult = (text: string, file: string): Result => {
  const parsed = resultSchema.safeParse(read(text, file, 'result'));
  if (parsed.success) return parsed.data;
  throw problem('result', file, firstIssue(parsed.error), parsed.error);
};

/**
 * Reads stored ground truth (`sid.truth/1`).
 *
 * @param file - name for messages
 * @throws SidError SID_RESULT_INVALID naming the file and the first place that does not fit
 */
export const parseTruth = (text: string, file: string): Truth => {
  const parsed = truthSchema.safeParse(read(text, file, 'ground truth'));
  if (parsed.success) return parsed.data;
  throw problem('ground truth', file, firstIssue(parsed.error), parsed.error);
};
