import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { messageOf, SidError } from '@sid/core';

/** Bytes with random access: an open file, or the part of one from some offset on. */
export interface ByteSource {
  readonly file: string;
  readonly size: number;
  /** Fills `target` from `offset` on; returns how many bytes there were. */
  read(target: Uint8Array, offset: number): number;
}

/** Opens `file` while `use` runs. */
export const withFile = async <T>(file: string, use: (source: ByteSource) => T | Promise<T>): Promise<T> => {
  const descriptor = open(file);
  try {
    const stat = fstatSync(descriptor);
    if (!stat.isFile()) throw unreadable(file, 'it is not a file');
    return await use({
      file,
      size: stat.size,
      read: (target, offset) => {
        try {
          return readSync(descriptor, target, 0, target.length, offset);
        } catch (error) {
          throw unreadable(file, messageOf(error));
        }
      },
    });
  } finally {
    closeSync(descriptor);
  }
};

const open = (file: string): number => {
  try {
    return openSync(file, 'r');
  } catch (error) {
    throw unreadable(file, messageOf(error));
  }
};

export const unreadable = (file: string, why: string): SidError =>
  new SidError('SID_AUDIO_UNREADABLE', `Audio file "${file}" cannot be read: ${why}. Check the path and the rights.`);

/** Exactly `length` bytes, zeros beyond the end of the file. */
export const bytesAt = (source: ByteSource, offset: number, length: number): DataView<ArrayBuffer> => {
  const bytes = new Uint8Array(length);
  if (offset < source.size) source.read(bytes, offset);
  return new DataView(bytes.buffer);
};

/** Four characters, as containers name their parts. */
export const fourCharacters = (view: DataView, offset: number): string =>
  String.fromCharCode(...[0, 1, 2, 3].map((i) => view.getUint8(offset + i)));

/** The rest of `source` from `offset` on. */
export const from = (source: ByteSource, offset: number): ByteSource =>
  offset === 0
    ? source
    : {
        file: source.file,
        size: source.size - offset,
        read: (target, at) => source.read(target, at + offset),
      };
