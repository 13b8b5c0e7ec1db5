import { readFile } from 'node:fs/promises';
import { crc32 } from 'node:zlib';
import type { Analysis, Numbers } from '@sid/core';
import { atomicWrite } from './atomic-write.ts';

/** CPU seconds of the thread that made an analysis. */
export interface AnalysisSeconds {
  readonly decode: number;
  readonly analyse: number;
}

/** An analysis as it lies in the cache: all but the id, since equal audio gives equal analyses. */
export interface StoredAnalysis {
  readonly analysis: Omit<Analysis, 'id'>;
  readonly seconds: AnalysisSeconds;
}

const magic = 'sid.analysis/1\n';
const align = 8;
const padded = (length: number): number => Math.ceil(length / align) * align;

const constructors = {
  Float32Array,
  Float64Array,
  Uint32Array,
  Int32Array,
  Uint16Array,
  Int16Array,
  Uint8Array,
} as const;

type ArrayName = keyof typeof constructors;
const arrayName = (numbers: Numbers): ArrayName => numbers.constructor.name as ArrayName;

interface Header {
  readonly durationSeconds: number;
  readonly seconds: AnalysisSeconds;
  readonly arrays: readonly { readonly name: string; readonly type: ArrayName; readonly length: number }[];
  readonly crc32: number;
}

/** Layout: magic, header length as 8 digits, header JSON, then every array at a multiple of 8 bytes. */
export const encodeAnalysis = ({ analysis, seconds }: StoredAnalysis): Uint8Array => {
  const arrays = Object.entries(analysis.arrays).map(([name, numbers]) => ({
    name,
    type: arrayName(numbers),
    length: numbers.length,
    bytes: new Uint8Array(numbers.buffer, numbers.byteOffset, numbers.byteLength),
  }));
  const payload = new Uint8Array(arrays.reduce((sum, { bytes }) => sum + padded(bytes.length), 0));
  let at = 0;
  for (const { bytes } of arrays) {
    payload.set(bytes, at);
    at += padded(bytes.length);
  }
  const header: Header = {
    durationSeconds: analysis.durationSeconds,
    seconds,
    arrays: arrays.map(({ name, type, length }) => ({ name, type, length })),
    crc32: crc32(payload),
  };
  const text = new TextEncoder().encode(JSON.stringify(header));
  const start = padded(magic.length + 8 + text.length);
  const file = new Uint8Array(start + payload.length);
  file.set(new TextEncoder().encode(magic + String(text.length).padStart(8, '0')));
  file.set(text, magic.length + 8);
  file.set(payload, start);
  return file;
};

/** Undefined if the bytes are not whole: a corrupt entry of the cache is a miss. */
export const decodeAnalysis = (file: Uint8Array): StoredAnalysis | undefined => {
  try {
    const text = new TextDecoder();
    if (text.decode(file.subarray(0, magic.length)) !== magic) return undefined;
    const headerLength = Number(text.decode(file.subarray(magic.length, magic.length + 8)));
    const headerEnd = magic.length + 8 + headerLength;
    const header = JSON.parse(text.decode(file.subarray(magic.length + 8, headerEnd))) as Header;
    // Not `slice`: that of a Buffer, which is what reading a file gives, shares memory instead of copying it.
    const payload = new Uint8Array(file.subarray(padded(headerEnd)));
    if (crc32(payload) !== header.crc32) return undefined;
    const arrays: Record<string, Numbers> = {};
    let at = 0;
    for (const { name, type, length } of header.arrays) {
      const array = new constructors[type](payload.buffer, at, length);
      arrays[name] = array;
      at += padded(array.byteLength);
    }
    return { analysis: { durationSeconds: header.durationSeconds, arrays }, seconds: header.seconds };
  } catch {
    return undefined;
  }
};

/** An analysis with the id of a recording, and what it cost. */
export interface TimedAnalysis {
  readonly analysis: Analysis;
  readonly seconds: AnalysisSeconds;
}

/** Undefined if nothing whole is there. */
export const readAnalysis = async (path: string, id: string): Promise<TimedAnalysis | undefined> => {
  try {
    const stored = decodeAnalysis(await readFile(path));
    return stored && { seconds: stored.seconds, analysis: { id, ...stored.analysis } };
  } catch {
    return undefined;
  }
};

export const writeAnalysis = (path: string, { analysis, seconds }: TimedAnalysis): Promise<void> =>
  atomicWrite(path, encodeAnalysis({ analysis, seconds }));
