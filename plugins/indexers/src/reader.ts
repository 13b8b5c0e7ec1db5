import { SidError } from '@sid/core';
import { checksum } from './checksum.ts';

/** Takes a stream of chunks apart again, whatever their sizes. */
export interface Reader {
  /** The next bytes, a multiple of four, in an array of their own. @throws SidError SID_INDEX_INVALID at the end */
  take(length: number): Promise<Uint8Array<ArrayBuffer>>;
  /** Compares the checksum that must come next, and sees to it that nothing follows. */
  close(): Promise<void>;
}

export const invalid = (what: string): SidError =>
  new SidError('SID_INDEX_INVALID', `${what} Build the index again from the audio.`);

export const createReader = (chunks: AsyncIterable<Uint8Array>): Reader => {
  const source = chunks[Symbol.asyncIterator]();
  let rest = new Uint8Array();
  let sum = 0;
  let taken = 0;
  /** Whether there is another byte. */
  const refill = async (): Promise<boolean> => {
    while (rest.length === 0) {
      const next = await source.next();
      if (next.done === true) return false;
      rest = next.value as Uint8Array<ArrayBuffer>;
    }
    return true;
  };
  const read = async (length: number): Promise<Uint8Array<ArrayBuffer>> => {
    const bytes = new Uint8Array(length);
    for (let at = 0; at < length; ) {
      if (!(await refill()))
        throw invalid(`The stored index ends after ${taken + at} bytes, in the middle of something.`);
      const part = rest.subarray(0, length - at);
      bytes.set(part, at);
      at += part.length;
      rest = rest.subarray(part.length);
    }
    taken += length;
    return bytes;
  };
  return {
    async take(length) {
      const bytes = await read(length);
      sum = checksum(bytes, sum);
      return bytes;
    },
    async close() {
      const [stored] = new Uint32Array((await read(4)).buffer);
      if (stored !== sum) throw invalid('The stored index is damaged: its checksum does not fit its content.');
      if (await refill()) throw invalid(`Bytes follow the ${taken} of the stored index.`);
    },
  };
};

/** `parts`, each a multiple of four bytes, followed by their checksum. */
export async function* sealed(parts: Iterable<Uint8Array>): AsyncIterable<Uint8Array> {
  let sum = 0;
  for (const part of parts) {
    sum = checksum(part, sum);
    yield part;
  }
  yield new Uint8Array(Uint32Array.of(sum).buffer);
}
