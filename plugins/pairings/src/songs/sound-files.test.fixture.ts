import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type Audio, createRandom, SidError } from '@sid/core';
import { encodeWav, resample } from '@sid/dsp';

/** Reads what `writeTone` writes, as the runtime would. */
export const readAudio = async (
  { id, file, to = Number.POSITIVE_INFINITY }: { readonly id: string; readonly file: string; readonly to?: number },
  sampleRate: number,
): Promise<Audio> => {
  const bytes = await readFile(file);
  const rate = bytes.readUInt32LE(24);
  const count = Math.min((bytes.length - 44) / 2, Math.round(to * rate));
  const samples = Float32Array.from({ length: count }, (_, i) => bytes.readInt16LE(44 + 2 * i) / 32_768);
  if (samples.every((x) => x === 0)) throw new SidError('SID_AUDIO_EMPTY', `"${file}" is silent.`);
  return { id, sampleRate, samples: resample(samples, rate, sampleRate) };
};

/** A WAV file of a tone with some noise; silence where `hz` is 0. */
export const writeTone = async (root: string, path: string, hz: number, seconds: number): Promise<void> => {
  const rate = 16_000;
  const random = createRandom(path);
  const samples = Float32Array.from({ length: seconds * rate }, (_, i) =>
    hz === 0 ? 0 : 0.3 * Math.sin((2 * Math.PI * hz * i) / rate) + 0.02 * (random.next() - 0.5),
  );
  await mkdir(dirname(join(root, path)), { recursive: true });
  await writeFile(join(root, path), encodeWav(samples, rate));
};
