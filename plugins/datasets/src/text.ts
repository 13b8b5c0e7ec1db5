/** Text and how it was encoded, as found by looking at the bytes. */
export interface DecodedText {
  readonly text: string;
  readonly encoding: 'utf-8' | 'utf-16le' | 'utf-16be' | 'macintosh' | 'windows-1252';
}

const startsWith = (bytes: Uint8Array, mark: readonly number[]): boolean =>
  mark.every((byte, index) => bytes[index] === byte);

const decode = (bytes: Uint8Array, encoding: DecodedText['encoding']): DecodedText => ({
  text: new TextDecoder(encoding).decode(bytes),
  encoding,
});

/**
 * Decodes a text file of unknown origin. Bytes that are not UTF-8 are taken for Mac OS Roman where lines end with a
 * bare CR, as the files of Sample100 do, and for Windows-1252 elsewhere. A byte order mark is removed.
 *
 * @returns undefined where the bytes are not text (a NUL outside UTF-16)
 */
export const decodeText = (bytes: Uint8Array): DecodedText | undefined => {
  if (startsWith(bytes, [0xff, 0xfe])) return decode(bytes, 'utf-16le');
  if (startsWith(bytes, [0xfe, 0xff])) return decode(bytes, 'utf-16be');
  if (bytes.includes(0)) return undefined;
  try {
    return { text: new TextDecoder('utf-8', { fatal: true }).decode(bytes), encoding: 'utf-8' };
  } catch {
    return decode(bytes, bytes.includes(0x0d) && !bytes.includes(0x0a) ? 'macintosh' : 'windows-1252');
  }
};
