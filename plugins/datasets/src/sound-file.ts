import { open, stat } from 'node:fs/promises';
import { messageOf } from '@sid/core';
import { audioExtension } from './audio-folder.ts';

const ascii = (bytes: Uint8Array, from: number, length: number): string =>
  String.fromCharCode(...bytes.subarray(from, from + length));

/** The container that the first bytes announce. MP3 and AAC in ADTS share the first eleven bits of a frame. */
const formatOf = (head: Uint8Array): string | undefined => {
  const start = ascii(head, 0, 4);
  if ((start === 'RIFF' || start === 'RF64') && ascii(head, 8, 4) === 'WAVE') return 'WAV';
  if (start === 'fLaC') return 'FLAC';
  if (start === 'OggS') return 'Ogg';
  if (start === 'FORM') return 'AIFF';
  if (start === 'caff') return 'CAF';
  if (ascii(head, 4, 4) === 'ftyp') return 'MP4';
  if (start === 'ADIF') return 'AAC';
  if (start.startsWith('ID3')) return 'MP3';
  if (head[0] === 0x1a && head[1] === 0x45 && head[2] === 0xdf && head[3] === 0xa3) return 'WebM';
  if (head[0] === 0x30 && head[1] === 0x26 && head[2] === 0xb2 && head[3] === 0x75) return 'WMA';
  if (head[0] === 0xff && ((head[1] ?? 0) & 0xe0) === 0xe0) return 'MP3';
  return undefined;
};

/** What is wrong with a file, and whether it is there at all. */
export interface Fault {
  readonly kind: 'missing' | 'corrupt';
  readonly reason: string;
}

/**
 * What is plainly wrong with a sound file, found without decoding it: absent, unreadable, empty, or not sound. A file
 * with another container than its extension says is not wrong, since decoding goes by content.
 */
export const faultOf = async (file: string): Promise<Fault | undefined> => {
  try {
    const head = await readHead(file);
    if (head.length === 0) return { kind: 'corrupt', reason: 'The file is empty.' };
    if (formatOf(head) !== undefined) return undefined;
    // A stream may start with padding or a foreign tag before its first frame.
    const streamed = ['.mp3', '.low.mp3', '.aac'].includes(audioExtension(file) ?? '');
    if (streamed && hasFrame(head)) return undefined;
    const start = JSON.stringify(ascii(head, 0, 4));
    return { kind: 'corrupt', reason: `The content is not a known sound format (it starts with ${start}).` };
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT')
      return { kind: 'missing', reason: 'There is no such file.' };
    return { kind: 'corrupt', reason: `The file cannot be read (${messageOf(error)}).` };
  }
};

/** Whether there is a file with something in it. */
export const isFilled = (file: string): Promise<boolean> =>
  stat(file).then(
    (found) => found.isFile() && found.size > 0,
    () => false,
  );

const headBytes = 4096;

const readHead = async (file: string): Promise<Uint8Array> => {
  const handle = await open(file);
  try {
    const { bytesRead, buffer } = await handle.read(new Uint8Array(headBytes), 0, headBytes, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
};

const hasFrame = (bytes: Uint8Array): boolean =>
  bytes.some((byte, index) => byte === 0xff && ((bytes[index + 1] ?? 0) & 0xe0) === 0xe0);
