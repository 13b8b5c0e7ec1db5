/** Steps through the bytes of a pickle. Reading past the end is an error of its own. */
export interface PickleReader {
  readonly at: number;
  readonly done: boolean;
  byte(): number;
  uint16(): number;
  uint32(): number;
  int32(): number;
  /** 64 bits, as a length. */
  length64(): number;
  float64(): number;
  bytes(length: number): Uint8Array;
  text(length: number): string;
  /** Up to the next line feed. */
  line(): string;
}

export const pickleReader = (data: Uint8Array): PickleReader => {
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  const utf8 = new TextDecoder('utf-8');
  let at = 0;
  const step = (length: number): number => {
    if (length > data.length - at) throw new RangeError('it ends in the middle');
    at += length;
    return at - length;
  };
  const bytes = (length: number): Uint8Array => {
    const from = step(length);
    return data.subarray(from, from + length);
  };
  return {
    get at() {
      return at;
    },
    get done() {
      return at >= data.length;
    },
    byte: () => view.getUint8(step(1)),
    uint16: () => view.getUint16(step(2), true),
    uint32: () => view.getUint32(step(4), true),
    int32: () => view.getInt32(step(4), true),
    length64: () => {
      const length = view.getBigUint64(step(8), true);
      if (length > BigInt(data.length)) throw new RangeError('it ends in the middle');
      return Number(length);
    },
    // Pickles hold floats with the most significant byte first.
    float64: () => view.getFloat64(step(8), false),
    bytes,
    text: (length) => utf8.decode(bytes(length)),
    line: () => {
      const end = data.indexOf(10, at);
      if (end < 0) throw new RangeError('it ends in the middle');
      const line = utf8.decode(data.subarray(at, end));
      at = end + 1;
      return line;
    },
  };
};

/** Signed integers of any length, least significant byte first, in two's complement. */
export const longOf = (bytes: Uint8Array): number | bigint => {
  let value = 0n;
  for (let i = bytes.length - 1; i >= 0; i--) value = (value << 8n) | BigInt(bytes[i] ?? 0);
  if (((bytes.at(-1) ?? 0) & 0x80) !== 0) value -= 1n << BigInt(8 * bytes.length);
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value;
};
