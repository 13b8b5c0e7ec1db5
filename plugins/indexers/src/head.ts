import { canonicalJson } from '@sid/core';
import * as z from 'zod';
import { invalid, type Reader } from './reader.ts';

const magic = 'SIDVEC1\n';

const headSchema = z.strictObject({
  kind: z.enum(['flat', 'hnsw']),
  dims: z.int().positive(),
  rows: z.int().nonnegative(),
  /** Names of the tracks, sorted; spans refer to them by number. */
  tracks: z.array(z.string()),
  /** What only that kind of index knows. */
  more: z.record(z.string(), z.number()).default({}),
});

/** First part of a stored index: what follows it, and how much. */
export type Head = z.output<typeof headSchema>;

/** The magic word, the length of the JSON, the JSON filled up with blanks to a multiple of four bytes. */
export const headBytes = (head: Head): Uint8Array => {
  const json = new TextEncoder().encode(canonicalJson(head));
  const length = Math.ceil(json.length / 4) * 4;
  const bytes = new Uint8Array(12 + length).fill(32);
  bytes.set(new TextEncoder().encode(magic));
  new DataView(bytes.buffer).setUint32(8, length, true);
  bytes.set(json, 12);
  return bytes;
};

export const readHead = async (reader: Reader, kind: Head['kind']): Promise<Head> => {
  const start = await reader.take(12);
  if (new TextDecoder().decode(start.subarray(0, 8)) !== magic)
    throw invalid('These bytes are no stored vector index.');
  const length = new DataView(start.buffer).getUint32(8, true);
  if (length % 4 !== 0 || length > 2 ** 30) throw invalid(`A head of ${length} bytes is no head of a stored index.`);
  const head = headSchema.safeParse(parsed(new TextDecoder().decode(await reader.take(length))));
  if (!head.success) throw invalid(`The head of the stored index is wrong: ${z.prettifyError(head.error)}.`);
  if (head.data.kind !== kind) {
    throw invalid(`The stored index was made by "${head.data.kind}" and cannot be read by "${kind}".`);
  }
  return head.data;
};

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};
