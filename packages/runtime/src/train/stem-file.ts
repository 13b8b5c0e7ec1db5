import { type FileHandle, open } from 'node:fs/promises';
import { type Audio, type Multitrack, messageOf, SidError } from '@sid/core';
import * as z from 'zod';

const magic = 'SIDSTEM1';
const alignment = 16;

const headerSchema = z.strictObject({
  id: z.string(),
  sampleRate: z.number().positive(),
  frames: z.int().min(0),
  stems: z.array(z.strictObject({ id: z.string(), scale: z.number() })).min(1),
});

/** What stands before the samples; `scale` is the value of the integer 1. */
export type StemHeader = z.output<typeof headerSchema>;

/** 16 bits hold the loudest sample of each stem; quantisation noise is 98 dB below it. */
const scaleOf = ({ samples }: Audio): number => {
  let peak = 0;
  for (const sample of samples) peak = Math.max(peak, Math.abs(sample));
  return Math.max(peak, 1e-9) / 32_767;
};

const unusable = (why: string) => new SidError('SID_SONGS_UNFIT', why);

/**
 * A song's stems as one file: magic, length of the header, header (JSON), then the samples of each stem, one stem after
 * the other, as 16-bit integers.
 *
 * @throws SidError SID_SONGS_UNFIT for stems of unequal length or rate, or samples that are not finite
 */
export const encodeStems = ({ id, stems }: Multitrack): Uint8Array => {
  const [first] = stems;
  if (first === undefined || stems.length < 2) throw unusable(`The song "${id}" has fewer than two stems.`);
  const frames = first.samples.length;
  const { sampleRate } = first;
  const odd = stems.find((stem) => stem.samples.length !== frames || stem.sampleRate !== sampleRate);
  if (odd !== undefined) throw unusable(`The stems of the song "${id}" differ in length or rate: "${odd.id}".`);
  if (stems.some(({ samples }) => !samples.every(Number.isFinite))) {
    throw unusable(`The song "${id}" has samples that are not finite numbers.`);
  }
  const header: StemHeader = {
    id,
    sampleRate,
    frames,
    stems: stems.map((stem) => ({ id: stem.id, scale: scaleOf(stem) })),
  };
  const text = new TextEncoder().encode(JSON.stringify(header));
  const start = Math.ceil((magic.length + 4 + text.length) / alignment) * alignment;
  const bytes = new Uint8Array(start + 2 * frames * stems.length);
  bytes.set(new TextEncoder().encode(magic));
  new DataView(bytes.buffer).setUint32(magic.length, text.length, true);
  bytes.set(text, magic.length + 4);
  for (const [i, { samples }] of stems.entries()) {
    const out = new Int16Array(bytes.buffer, start + 2 * frames * i, frames);
    const scale = header.stems[i]?.scale ?? 1;
    for (let n = 0; n < frames; n++) out[n] = Math.round((samples[n] ?? 0) / scale);
  }
  return bytes;
};

/** A song of the bank, opened. */
export interface StemFile extends AsyncDisposable {
  readonly header: StemHeader;
  /** The same stretch of every stem, in samples. */
  read(start: number, length: number): Promise<readonly Audio[]>;
}

const readExactly = async (handle: FileHandle, path: string, at: number, length: number): Promise<ArrayBuffer> => {
  const bytes = new Uint8Array(length);
  for (let done = 0; done < length; ) {
    const { bytesRead } = await handle.read(bytes, done, length - done, at + done);
    if (bytesRead === 0) throw unusable(`The song file "${path}" is too short. Remove it; it is made again.`);
    done += bytesRead;
  }
  return bytes.buffer;
};

/** Opens a file that `encodeStems` made. @throws SidError SID_SONGS_UNFIT where it is none */
export const openStems = async (path: string): Promise<StemFile> => {
  const handle = await open(path, 'r');
  try {
    const head = await readExactly(handle, path, 0, magic.length + 4);
    if (new TextDecoder().decode(new Uint8Array(head, 0, magic.length)) !== magic) {
      throw unusable(`"${path}" is not a song file of this version. Remove it; it is made again.`);
    }
    const length = new DataView(head).getUint32(magic.length, true);
    const text = new TextDecoder().decode(await readExactly(handle, path, magic.length + 4, length));
    const header = headerSchema.parse(JSON.parse(text));
    const begin = Math.ceil((magic.length + 4 + length) / alignment) * alignment;
    return {
      header,
      read: (start, count) =>
        Promise.all(
          header.stems.map(async ({ id, scale }, i) => {
            const at = begin + 2 * (header.frames * i + start);
            const integers = new Int16Array(await readExactly(handle, path, at, 2 * count));
            const samples = new Float32Array(count);
            // Float32Array.from goes through an iterator, which took as long as all the rest of an example.
            for (let n = 0; n < count; n++) samples[n] = (integers[n] ?? 0) * scale;
            return { id, sampleRate: header.sampleRate, samples };
          }),
        ),
      [Symbol.asyncDispose]: () => handle.close(),
    };
  } catch (error) {
    await handle.close();
    if (error instanceof SidError) throw error;
    throw new SidError('SID_SONGS_UNFIT', `The song file "${path}" cannot be read: ${messageOf(error)}.`, {
      cause: error,
    });
  }
};
