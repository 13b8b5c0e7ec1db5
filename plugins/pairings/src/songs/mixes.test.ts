import { mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SongSource } from '@sid/core';
import { mixInto, rms } from '@sid/effects';
import { checkSongs } from '@sid/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { mixes } from './mixes.ts';
import { readAudio, writeTone } from './sound-files.test.fixture.ts';

const folder = mkdtempSync(join(tmpdir(), 'sid-mixes-'));
const given = { baseFolder: folder, readAudio };
const open = (options: object): Promise<SongSource> => mixes.create(mixes.options.parse(options), given);

beforeAll(async () => {
  await writeTone(folder, 'music/z.wav', 440, 2);
  await writeTone(folder, 'music/albums/one/a.wav', 110, 3);
});
afterAll(() => rm(folder, { recursive: true }));

checkSongs(mixes, { options: { root: 'music' }, given });

describe('mixes', () => {
  it('takes recordings of all folders apart, into parts that add up', async () => {
    const source = await open({ root: 'music' });
    expect(await source.list()).toEqual(['albums/one/a', 'z']);
    const { stems } = await source.read('albums/one/a', 16_000);
    expect(stems.map(({ id }) => id)).toEqual(['harmonic', 'percussive', 'bass']);
    const whole = await readAudio({ id: 'a', file: join(folder, 'music/albums/one/a.wav') }, 16_000);
    const sum = new Float32Array(whole.samples.length);
    for (const { samples } of stems) mixInto(sum, samples);
    expect(sum.findIndex((x, i) => Math.abs(x - (whole.samples[i] ?? 0)) > 1e-4)).toBe(-1);
    expect(rms(stems[2]?.samples ?? sum)).toBeGreaterThan(0.8 * rms(whole.samples));
  });

  it('repeats short ones', async () => {
    const { stems } = await (await open({ root: 'music', repeatTo: 5 })).read('z', 16_000);
    expect(stems.map(({ samples }) => samples.length)).toEqual([80_000, 80_000, 80_000]);
    expect(rms(stems[0]?.samples ?? new Float32Array(1), 64_000)).toBeGreaterThan(0.1);
  });

  it('says where there is nothing', async () => {
    await expect(open({ root: 'nowhere' })).rejects.toThrow(/nowhere cannot be listed/);
    await expect(open({ root: '.', maxSeconds: 10 }).then((source) => source.read('q', 8000))).rejects.toThrow(
      /no recording "q"/,
    );
  });
});
