/**
 * Makes malformed audio files out of the fixtures and reads each: `node --conditions=@sid/source test/malformed.ts
 * [count] [seed]` prints what became of them. The unit tests run it too.
 */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createRandom, type Random, SidError } from '@sid/core';
import { encodeWav } from '@sid/dsp';
import { readAudio } from '@sid/runtime';

/** What became of one file. */
export interface Outcome {
  readonly file: string;
  readonly seconds: number;
  /** Samples read, or what was thrown. */
  readonly result: Float32Array | unknown;
}

const below = (random: Random, n: number): number => random.int(Math.floor(n));

type Damage = (bytes: Uint8Array, random: Random) => Uint8Array;

const damages: Readonly<Record<string, Damage>> = {
  truncated: (bytes, random) => bytes.slice(0, below(random, bytes.length)),
  flipped: (bytes, random) => {
    const copy = bytes.slice();
    for (let i = 1 + below(random, 40); i > 0; i--) copy[below(random, copy.length)] ^= 1 << below(random, 8);
    return copy;
  },
  header: (bytes, random) => {
    const copy = bytes.slice();
    for (let i = 1 + below(random, 6); i > 0; i--) copy[below(random, 256)] = below(random, 256);
    return copy;
  },
  zeroed: (bytes, random) => {
    const start = below(random, bytes.length);
    return bytes.slice().fill(0, start, start + 1 + below(random, bytes.length / 4));
  },
  cut: (bytes, random) => {
    const start = below(random, bytes.length);
    return Buffer.concat([bytes.subarray(0, start), bytes.subarray(start + 1 + below(random, bytes.length / 4))]);
  },
  huge: (bytes, random) => {
    const copy = bytes.slice();
    const at = below(random, Math.min(4096, copy.length - 4));
    copy.fill(0xff, at, at + 4);
    return copy;
  },
};

const sources = async (): Promise<readonly (readonly [string, Uint8Array])[]> => {
  const read = async (name: string) =>
    // A plain array: slices of a Buffer would share its bytes.
    [name, new Uint8Array(await readFile(fileURLToPath(new URL(`fixtures/audio/${name}`, import.meta.url))))] as const;
  const tone = Float32Array.from({ length: 8000 }, (_, n) => 0.5 * Math.sin(n / 3));
  return [
    ['tone.wav', encodeWav(tone, 8000)],
    ['float.wav', encodeWav(tone, 8000, 'float32')],
    ...(await Promise.all(['tone.flac', 'tone.mp3', 'tone.ogg', 'tone.opus', 'tone.aac', 'tone.m4a'].map(read))),
  ];
};

/** Writes `count` malformed files, every format and damage in turn, the same on every machine. Yields their paths. */
export const writeMalformed = async function* (folder: string, count: number, seed: number): AsyncGenerator<string> {
  const random = createRandom(seed);
  const files = await sources();
  const kinds = Object.entries(damages);
  for (let i = 0; i < count; i++) {
    const source = files[i % files.length];
    const kind = kinds[Math.floor(i / files.length) % kinds.length];
    if (source === undefined || kind === undefined) continue;
    const file = join(folder, `${i}-${kind[0]}-${source[0]}`);
    await writeFile(file, kind[1](source[1], random));
    yield file;
  }
};

/** Writes malformed files one after the other and reads each. */
export const readMalformed = async function* (count: number, seed: number): AsyncGenerator<Outcome> {
  const folder = await mkdtemp(join(tmpdir(), 'sid-malformed-'));
  try {
    for await (const file of writeMalformed(folder, count, seed)) {
      const start = performance.now();
      const result = await readAudio({ id: file, file }, 11025).then(
        ({ samples }) => samples,
        (error: unknown) => error,
      );
      yield { file, result, seconds: (performance.now() - start) / 1000 };
    }
  } finally {
    await rm(folder, { recursive: true });
  }
};

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [count = '300', seed = '1'] = process.argv.slice(2);
  const tally: Record<string, number> = {};
  let slowest = 0;
  for await (const { file, result, seconds } of readMalformed(Number(count), Number(seed))) {
    const what =
      result instanceof Float32Array ? 'read' : result instanceof SidError ? result.code : `other: ${file} ${result}`;
    tally[what] = (tally[what] ?? 0) + 1;
    slowest = Math.max(slowest, seconds);
  }
  process.stdout.write(`${JSON.stringify({ tally, slowestSeconds: slowest }, null, 2)}\n`);
}
