import { closeSync, mkdtempSync, openSync, readSync, rmSync, statfsSync, writevSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Numbers on their way from one process to another: a file without a name, which both hold open. */
export interface Room {
  readonly file: number;
  /** Replaces what was there. */
  write(arrays: readonly Float32Array[]): void;
  /** What was written, copied; all of it in one memory. */
  read(lengths: readonly number[]): readonly Float32Array[];
  close(): void;
}

/** Where Linux keeps files in memory. Others keep what is written and read at once in memory as well, and write it out. */
const memory = '/dev/shm';

const enoughBytes = 2 ** 30;

const folderOf = (): string => {
  try {
    const { bavail, bsize } = statfsSync(memory);
    return bavail * bsize > enoughBytes ? memory : tmpdir();
  } catch {
    return tmpdir();
  }
};

const bytesOf = ({ buffer, byteOffset, byteLength }: Float32Array): Uint8Array =>
  new Uint8Array(buffer, byteOffset, byteLength);

/** @param file - open for reading and writing */
export const roomOf = (file: number): Room => ({
  file,
  write: (arrays) => {
    let rest: readonly Uint8Array[] = arrays.map(bytesOf).filter(({ length }) => length > 0);
    for (let at = 0; rest.length > 0; ) {
      const written = writevSync(file, rest, at);
      at += written;
      let skipped = written;
      rest = rest.flatMap((bytes) => {
        const left = bytes.subarray(Math.min(skipped, bytes.length));
        skipped -= bytes.length - left.length;
        return left.length > 0 ? [left] : [];
      });
    }
  },
  read: (lengths) => {
    const body = new Uint8Array(4 * lengths.reduce((sum, length) => sum + length, 0));
    for (let at = 0; at < body.length; ) {
      const read = readSync(file, body, at, body.length - at, at);
      if (read === 0) throw new Error('A process was told of more numbers than it was given.');
      at += read;
    }
    let from = 0;
    return lengths.map((length) => {
      const array = new Float32Array(body.buffer, from, length);
      from += array.byteLength;
      return array;
    });
  },
  close: () => closeSync(file),
});

/** A new one. It is gone with the last process that holds it open, however that ends. */
export const openRoom = (): Room => {
  const folder = mkdtempSync(join(folderOf(), 'sid-'));
  const file = openSync(join(folder, 'room'), 'w+');
  rmSync(folder, { recursive: true, force: true });
  return roomOf(file);
};
