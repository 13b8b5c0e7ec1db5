import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { messageOf } from '@sid/core';
import { unreadable } from './byte-source.ts';

/** SHA-256 of a file's bytes, in hexadecimal; the file is never held whole. */
export const fileDigest = async (file: string): Promise<string> => {
  const hash = createHash('sha256');
  try {
    for await (const chunk of createReadStream(file, { highWaterMark: 2 ** 20 })) hash.update(chunk as Uint8Array);
  } catch (error) {
    throw unreadable(file, messageOf(error));
  }
  return hash.digest('hex');
};
