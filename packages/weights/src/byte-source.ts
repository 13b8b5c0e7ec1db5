import { SidError } from '@sid/core';

/** Bytes with random access: an open file, or bytes in memory. */
export interface ByteSource {
  /** For messages: the path of the file. */
  readonly name: string;
  readonly size: number;
  /** Exactly `length` bytes, the caller's own. @throws where there are fewer */
  read(offset: number, length: number): Promise<Uint8Array<ArrayBuffer>>;
}

export const bytesSource = (name: string, bytes: Uint8Array): ByteSource => ({
  name,
  size: bytes.length,
  read: async (offset, length) => {
    if (offset + length > bytes.length) throw new RangeError(`"${name}" ends before byte ${offset + length}.`);
    return Uint8Array.from(bytes.subarray(offset, offset + length));
  },
});

/** @throws SidError SID_WEIGHTS_INVALID that names the file */
export const refuse = (source: Pick<ByteSource, 'name'>, why: string, cause?: unknown): never => {
  throw new SidError('SID_WEIGHTS_INVALID', `"${source.name}" ${why}`, cause === undefined ? {} : { cause });
};

/** The same source, its reads checked first: a length out of a broken file is refused before memory is taken for it. */
export const checkedRead = async (
  source: ByteSource,
  offset: number,
  length: number,
): Promise<Uint8Array<ArrayBuffer>> => {
  const fits = [offset, length].every((n) => Number.isSafeInteger(n) && n >= 0) && offset + length <= source.size;
  return fits
    ? source.read(offset, length)
    : refuse(source, `is cut short or broken: it ends before byte ${offset + length}.`);
};
