import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';
import { messageOf, SidError } from '@sid/core';
import type { ByteSource } from '@sid/weights';

/** Opens a file for reading at any place while `use` runs. @throws SidError SID_WEIGHTS_INVALID where it cannot be read */
export const withByteSource = async <T>(file: string, use: (source: ByteSource) => Promise<T>): Promise<T> => {
  const fail = (error: unknown): never => {
    throw new SidError('SID_WEIGHTS_INVALID', `"${file}" cannot be read: ${messageOf(error)}.`, { cause: error });
  };
  const handle = await open(file, 'r').catch(fail);
  try {
    const stat = await handle.stat();
    if (!stat.isFile()) return fail(new Error('it is not a file'));
    return await use({
      name: file,
      size: stat.size,
      read: async (offset, length) => {
        const bytes = new Uint8Array(length);
        let done = 0;
        while (done < length) {
          // One call reads 2 GiB at most.
          const part = Math.min(length - done, 2 ** 30);
          const { bytesRead } = await handle.read(bytes, done, part, offset + done).catch(fail);
          if (bytesRead === 0) return fail(new Error('it became shorter while it was read'));
          done += bytesRead;
        }
        return bytes;
      },
    });
  } finally {
    await handle.close();
  }
};

const chunk = 2 ** 22;

/** SHA-256, in hexadecimal. */
export const sourceDigest = async (source: ByteSource): Promise<string> => {
  const hash = createHash('sha256');
  for (let at = 0; at < source.size; at += chunk) hash.update(await source.read(at, Math.min(chunk, source.size - at)));
  return hash.digest('hex');
};
