import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ErrorCode } from '@sid/core';
import { encodeWav, resample } from '@sid/dsp';
import { describe, expect, it } from 'vitest';
import { aiff, fixture, type Layout, temporaryFile, temporaryFolder, tone, wav } from './fixtures.test.helper.ts';
import { probeAudio } from './probe-audio.ts';
import { readAudio } from './read-audio.ts';

const read = async (file: string, sampleRate = 11025, part: { from?: number; to?: number } = {}) =>
  (await readAudio({ id: 'x', file, ...part }, sampleRate)).samples;

/** RMS of the difference over RMS of `expected`, in dB. */
const differenceDb = (samples: Float32Array, expected: Float32Array): number => {
  let [difference, power] = [0, 0];
  expected.forEach((value, i) => {
    difference += ((samples[i] ?? 0) - value) ** 2;
    power += value * value;
  });
  return 10 * Math.log10(difference / power);
};

const fails = (promise: Promise<unknown>, code: ErrorCode, file: string): Promise<void> =>
  expect(promise).rejects.toMatchObject({ name: 'SidError', code, message: expect.stringContaining(file) });

// Level and alignment together: what differs from the tone is what the encoders did to it. Each limit is 1 dB above the
// figure measured with ffmpeg 5.1 as decoder of the same file (−97.2, −26.0, −39.4, −37.1, −48.3 dB).
const compressed: readonly (readonly [string, string, number, number])[] = [
  ['tone.flac', 'flac', 22050, -96.2],
  ['tone.mp3', 'mp3', 44100, -25],
  ['tone.ogg', 'vorbis', 44100, -38.4],
  ['tone.opus', 'opus', 48000, -36.1],
  ['tone.m4a', 'm4a', 44100, -47.3],
];

describe.each(compressed)('%s', (name, format, rate, limitDb) => {
  it('decodes to the tone it was made from, in its place', async () => {
    const samples = await read(fixture(name), 11025);
    expect(samples.length).toBe(11025);
    expect(differenceDb(samples, resample(tone(rate), rate, 11025))).toBeLessThan(limitDb);
  });

  it('is recognised by content, and says how long it is', async () => {
    const file = await temporaryFile('wrong.wav', await readFile(fixture(name)));
    const probe = await probeAudio(file);
    expect(probe).toMatchObject({ format, channels: 2 });
    expect(Math.abs(probe.durationSeconds - 1)).toBeLessThan(0.03);
    expect((await read(file)).length).toBe(11025);
  });

  it('honours from and to', async () => {
    const whole = await read(fixture(name), 44100);
    const part = await read(fixture(name), 44100, { from: 0.3, to: 0.7 });
    expect(part.length).toBe(17640);
    // Away from the cut, where the resampler sees the same on both sides.
    expect(differenceDb(part.subarray(2000, 15000), whole.subarray(13230 + 2000, 13230 + 15000))).toBeLessThan(-60);
  });
});

describe('tone.aac', () => {
  it('decodes to the tone, behind the delay of the encoder, which ADTS does not state', async () => {
    const samples = await read(fixture('tone.aac'), 44100);
    expect(differenceDb(samples.subarray(1024), tone(44100))).toBeLessThan(-47.3);
    expect(await probeAudio(fixture('tone.aac'))).toMatchObject({ format: 'aac', sampleRate: 44100, channels: 2 });
  });

  it('is recognised behind an ID3 tag', async () => {
    const tag = Uint8Array.from([73, 68, 51, 4, 0, 0, 0, 0, 1, 0, ...new Array<number>(128).fill(0)]);
    const file = await temporaryFile('t', Buffer.concat([tag, await readFile(fixture('tone.aac'))]));
    expect((await read(file)).length).toBeGreaterThan(11025);
  });
});

describe('WAV', () => {
  const layouts: readonly (Layout & { limitDb: number })[] = [
    { bits: 8, channels: 1, sampleRate: 11025, limitDb: -35 },
    { bits: 16, channels: 1, sampleRate: 11025, limitDb: -80 },
    { bits: 16, channels: 2, sampleRate: 11025, limitDb: -80 },
    { bits: 24, channels: 2, sampleRate: 11025, limitDb: -120 },
    { bits: 24, channels: 1, sampleRate: 11025, extensible: true, limitDb: -120 },
    { bits: 32, channels: 1, sampleRate: 11025, limitDb: -120 },
    { bits: 32, float: true, channels: 2, sampleRate: 11025, limitDb: -120 },
    { bits: 64, float: true, channels: 1, sampleRate: 11025, extensible: true, limitDb: -120 },
  ];
  it.each(layouts)('of $bits bits, $channels channels', async ({ limitDb, ...layout }) => {
    const file = await temporaryFile('x.wav', wav(tone(11025), layout));
    // Channels hold the tone once and twice: their mean is 1 or 1.5 times it.
    const expected = tone(11025).map((value) => (value * (1 + layout.channels)) / 2);
    expect(differenceDb(await read(file), expected)).toBeLessThan(limitDb);
  });

  it('is read from and to the exact sample', async () => {
    const samples = Float32Array.from({ length: 8000 }, (_, n) => n / 16384);
    const file = await temporaryFile('x.wav', encodeWav(samples, 8000));
    expect(await read(file, 8000, { from: 0.25, to: 0.5 })).toEqual(samples.slice(2000, 4000));
  });

  it('may end without the last tenth of what its header says, not without more', async () => {
    const bytes = wav(tone(11025), { bits: 16, channels: 1, sampleRate: 11025 });
    expect((await read(await temporaryFile('x.wav', bytes.slice(0, 0.95 * bytes.length)))).length).toBeGreaterThan(
      10000,
    );
    const cut = await temporaryFile('cut.wav', bytes.slice(0, bytes.length / 2));
    await fails(read(cut), 'SID_AUDIO_CORRUPT', cut);
    expect((await read(cut, 11025, { from: 0.2, to: 0.4 })).length).toBe(2205);
  });

  it('may lack its length', async () => {
    const bytes = encodeWav(tone(11025), 11025);
    new DataView(bytes.buffer).setUint32(40, 0xffff_ffff, true);
    expect((await read(await temporaryFile('x.wav', bytes))).length).toBe(11025);
  });

  it('may be called RF64 and say its length elsewhere', async () => {
    const plain = encodeWav(tone(11025), 11025);
    const ds64 = new Uint8Array(36);
    ds64.set(new TextEncoder().encode('ds64'));
    const view = new DataView(ds64.buffer);
    view.setUint32(4, 28, true);
    view.setUint32(16, 22050, true);
    const bytes = Buffer.concat([plain.subarray(0, 12), ds64, plain.subarray(12)]);
    bytes.write('RF64');
    bytes.writeUInt32LE(0xffff_ffff, 76);
    expect(differenceDb(await read(await temporaryFile('x.wav', bytes)), tone(11025))).toBeLessThan(-80);
  });
});

describe('AIFF', () => {
  it('is decoded', async () => {
    const file = await temporaryFile('x.aif', aiff(tone(22050), 22050));
    expect(await probeAudio(file)).toEqual({ format: 'aiff', sampleRate: 22050, channels: 1, durationSeconds: 1 });
    expect(differenceDb(await read(file, 22050), tone(22050))).toBeLessThan(-80);
  });
});

describe('readAudio refuses', () => {
  const mono = { bits: 32, float: true, channels: 1, sampleRate: 11025 } as const;
  it.each<[string, ErrorCode, Uint8Array]>([
    ['an empty file', 'SID_AUDIO_EMPTY', new Uint8Array(0)],
    ['a header without samples', 'SID_AUDIO_EMPTY', encodeWav(new Float32Array(0), 11025)],
    ['one sample', 'SID_AUDIO_EMPTY', encodeWav(Float32Array.of(0.5), 11025)],
    ['silence', 'SID_AUDIO_EMPTY', encodeWav(new Float32Array(11025), 11025)],
    ['text', 'SID_AUDIO_FORMAT', new TextEncoder().encode('this is no audio at all, only text. '.repeat(99))],
    ['NaN', 'SID_AUDIO_CORRUPT', wav(tone(11025).fill(Number.NaN, 500, 501), mono)],
    ['infinity', 'SID_AUDIO_CORRUPT', wav(tone(11025).fill(Number.POSITIVE_INFINITY, 0, 1), mono)],
    ['a header that is cut', 'SID_AUDIO_CORRUPT', encodeWav(tone(11025), 11025).slice(0, 30)],
  ])('%s', async (_, code, bytes) => {
    const file = await temporaryFile('bad.wav', bytes);
    await fails(read(file), code, file);
    await fails(read(file, 16000), code, file);
  });

  it('a file that is not there, and a folder', async () => {
    const folder = await temporaryFolder();
    await fails(read(join(folder, 'none.wav')), 'SID_AUDIO_UNREADABLE', 'none.wav');
    await fails(read(folder), 'SID_AUDIO_UNREADABLE', folder);
  });

  it('what is longer than maxHours, before it has been decoded', async () => {
    const bytes = encodeWav(tone(8000), 8000);
    // Claims ten hours.
    new DataView(bytes.buffer).setUint32(40, 10 * 3600 * 16000, true);
    const file = await temporaryFile('long.wav', bytes);
    await fails(read(file), 'SID_AUDIO_TOO_LONG', file);
    for (const name of ['tone.mp3', 'tone.flac', 'tone.aac', 'tone.m4a', 'tone.opus', 'tone.ogg']) {
      const reading = readAudio({ id: 'x', file: fixture(name) }, 8000, { maxHours: 0.5 / 3600 });
      await fails(reading, 'SID_AUDIO_TOO_LONG', name);
    }
  });

  it('a part beyond the end', async () => {
    await fails(read(fixture('tone.mp3'), 8000, { from: 5 }), 'SID_AUDIO_EMPTY', 'tone.mp3');
  });

  it.each(['tone.flac', 'tone.mp3', 'tone.ogg', 'tone.opus', 'tone.m4a'])('half of %s', async (name) => {
    const bytes = await readFile(fixture(name));
    const file = await temporaryFile(name, bytes.subarray(0, bytes.length / 2));
    await expect(read(file)).rejects.toMatchObject({ name: 'SidError', message: expect.stringContaining(file) });
  });
});
