import { mkdtempSync } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SongSource } from '@sid/core';
import { rms } from '@sid/effects';
import { checkSongs } from '@sid/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readAudio, writeTone } from './sound-files.test.fixture.ts';
import { stems } from './stems.ts';

const folder = mkdtempSync(join(tmpdir(), 'sid-stems-'));
const given = { baseFolder: folder, readAudio };
const open = (options: object): Promise<SongSource> => stems.create(stems.options.parse(options), given);

beforeAll(async () => {
  for (const song of ['b song', 'a song']) {
    await writeTone(folder, `musdb/train/${song}/vocals.wav`, 440, 1);
    await writeTone(folder, `musdb/train/${song}/bass.wav`, 110, 1.5);
    await writeTone(folder, `musdb/train/${song}/mixture.wav`, 300, 1.5);
    await writeTone(folder, `musdb/train/${song}/other.wav`, 0, 1);
  }
  await writeTone(folder, 'musdb/test/only one/vocals.wav', 440, 1);
  await writeFile(join(folder, 'musdb/train/a song/notes.txt'), 'not a sound');
  await writeTone(folder, 'moises/0001/bass/one.wav', 110, 1);
  await writeTone(folder, 'moises/0001/drums/kick.wav', 220, 1);
  await writeTone(folder, 'moises/0001/drums/snare.wav', 330, 1);
  await writeFile(join(folder, 'moises/0001/data.json'), '{}');
});
afterAll(() => rm(folder, { recursive: true }));

checkSongs(stems, { options: { root: 'musdb' }, given });
checkSongs(stems, { title: 'stems, a folder each', options: { root: 'moises' }, given });

describe('stems', () => {
  it('finds the songs of musdb18-hq, without mixtures and silent parts, all as long as the longest', async () => {
    const source = await open({ root: 'musdb' });
    expect(await source.list()).toEqual(['train/a song', 'train/b song']);
    const song = await source.read('train/a song', 16_000);
    expect(song.stems.map(({ id }) => id)).toEqual(['bass', 'vocals']);
    expect(song.stems.map(({ samples }) => samples.length)).toEqual([24_000, 24_000]);
    expect(rms(song.stems[1]?.samples ?? new Float32Array(1), 16_000)).toBe(0);
  });

  it('adds up the files of a part of MoisesDB', async () => {
    const { stems: parts } = await (await open({ root: 'moises' })).read('0001', 16_000);
    expect(parts.map(({ id }) => id)).toEqual(['bass', 'drums']);
    const [bass, drums] = parts.map(({ samples }) => rms(samples) ** 2);
    expect((drums ?? 0) / (bass ?? 1)).toBeCloseTo(2, 1);
  });

  it('has another identity when a file changes', async () => {
    const before = (await open({ root: 'musdb' })).identity;
    expect((await open({ root: join(folder, 'musdb') })).identity).toEqual(before);
    await writeTone(folder, 'musdb/train/b song/bass.wav', 111, 1.5);
    expect((await open({ root: 'musdb' })).identity).not.toEqual(before);
  });

  it('says where there is nothing', async () => {
    await expect(open({ root: 'musdb/test' })).rejects.toThrow(/no folder with two or more sound files/);
    await expect(open({ root: 'nowhere' })).rejects.toThrow(/nowhere cannot be listed/);
    const source = await open({ root: 'musdb' });
    await expect(source.read('train/c song', 16_000)).rejects.toThrow(/no song "train\/c song"/);
  });
});
