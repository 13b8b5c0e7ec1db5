import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Path of a file in test/fixtures/audio. */
export const fixture = (name: string): string =>
  fileURLToPath(new URL(`../../../../test/fixtures/audio/${name}`, import.meta.url));

export const temporaryFolder = (): Promise<string> => mkdtemp(join(tmpdir(), 'sid-audio-'));

/** Writes `bytes` into a folder of its own. */
export const temporaryFile = async (name: string, bytes: Uint8Array): Promise<string> => {
  const file = join(await temporaryFolder(), name);
  await writeFile(file, bytes);
  return file;
};

/** The signal of the fixtures, mixed to mono: 440 Hz with amplitude 0.375 from 0.25 s to 0.75 s. */
export const tone = (sampleRate: number, seconds = 1): Float32Array =>
  Float32Array.from({ length: sampleRate * seconds }, (_, n) => {
    const t = n / sampleRate;
    return t > 0.25 && t < 0.75 ? 0.375 * Math.sin(2 * Math.PI * 440 * t) : 0;
  });

export interface Layout {
  readonly channels: number;
  readonly sampleRate: number;
  readonly bits: number;
  readonly float?: boolean;
  readonly extensible?: boolean;
}

/** A WAV file of any layout; `write` puts sample `value` at `offset`. Channel c holds (1 + c)·value. */
export const wav = (samples: Float32Array, { channels, sampleRate, bits, float, extensible }: Layout): Uint8Array => {
  const bytes = bits / 8;
  const data = samples.length * channels * bytes;
  const formatBytes = extensible ? 40 : 16;
  const file = new Uint8Array(28 + formatBytes + data);
  const view = new DataView(file.buffer);
  const text = (offset: number, value: string) => file.set(new TextEncoder().encode(value), offset);
  text(0, 'RIFF');
  view.setUint32(4, file.length - 8, true);
  text(8, 'WAVEfmt ');
  view.setUint32(16, formatBytes, true);
  view.setUint16(20, extensible ? 0xfffe : float ? 3 : 1, true);
  view.setUint16(22, channels, true);
  view.setUint32(24, sampleRate, true);
  view.setUint32(28, sampleRate * channels * bytes, true);
  view.setUint16(32, channels * bytes, true);
  view.setUint16(34, bits, true);
  if (extensible) view.setUint16(44, float ? 3 : 1, true);
  text(20 + formatBytes, 'data');
  view.setUint32(24 + formatBytes, data, true);
  let at = 28 + formatBytes;
  for (const sample of samples)
    for (let channel = 1; channel <= channels; channel++, at += bytes)
      putSample(view, at, sample * channel, bits, float ?? false);
  return file;
};

const putSample = (view: DataView, at: number, value: number, bits: number, float: boolean): void => {
  if (float) bits === 32 ? view.setFloat32(at, value, true) : view.setFloat64(at, value, true);
  else if (bits === 8) view.setUint8(at, Math.round(128 + value * 127));
  else if (bits === 16) view.setInt16(at, Math.round(value * 32_767), true);
  else if (bits === 32) view.setInt32(at, Math.round(value * 2_147_483_647), true);
  else {
    const whole = Math.round(value * 8_388_607);
    view.setUint16(at, whole & 0xffff, true);
    view.setInt8(at + 2, whole >> 16);
  }
};

/** A mono AIFF file of 16 bits. */
export const aiff = (samples: Float32Array, sampleRate: number): Uint8Array => {
  const file = new Uint8Array(54 + 2 * samples.length);
  const view = new DataView(file.buffer);
  const text = (offset: number, value: string) => file.set(new TextEncoder().encode(value), offset);
  text(0, 'FORM');
  view.setUint32(4, file.length - 8);
  text(8, 'AIFFCOMM');
  view.setUint32(16, 18);
  view.setUint16(20, 1);
  view.setUint32(22, samples.length);
  view.setUint16(26, 16);
  const exponent = Math.floor(Math.log2(sampleRate));
  view.setUint16(28, 16_383 + exponent);
  view.setUint32(30, sampleRate * 2 ** (31 - exponent));
  text(38, 'SSND');
  view.setUint32(42, 8 + 2 * samples.length);
  samples.forEach((sample, i) => {
    view.setInt16(54 + 2 * i, Math.round(sample * 32_767));
  });
  return file;
};
