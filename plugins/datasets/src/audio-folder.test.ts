import { symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { listAudio, withoutExtension } from './audio-folder.ts';
import { failure, makeFolder } from './stand-in.test.helper.ts';

const flat = { recursive: false };

describe('listing a folder of sound', () => {
  it('goes by id, ignores what is no sound file or hidden, and takes any case of an extension', async () => {
    const folder = await makeFolder({
      'T002.MP3': 'x',
      'T001.flac': 'xy',
      'notes.txt': '',
      '._T003.wav': '',
      '.wav': '',
    });
    const found = await listAudio(folder, flat);
    expect([...found.values()].map(({ id, bytes }) => [id, bytes])).toEqual([
      ['T001', 2],
      ['T002', 1],
    ]);
  });

  it('prefers what is stored without loss and tells the others', async () => {
    const folder = await makeFolder({ 'T001.mp3': '', 'T001.ogg': '', 'T001.wav': '' });
    const track = (await listAudio(folder, flat)).get('T001');
    expect(track?.file).toBe(join(folder, 'T001.wav'));
    expect(track?.others).toEqual([join(folder, 'T001.mp3'), join(folder, 'T001.ogg')]);
  });

  it('goes into folders only where asked to', async () => {
    const folder = await makeFolder({ '00/1100.low.mp3': '', '34/1234.mp3': '', 'a.wav': '' });
    expect([...(await listAudio(folder, flat)).keys()]).toEqual(['a']);
    expect([...(await listAudio(folder, { recursive: true })).keys()]).toEqual(['00/1100', '34/1234', 'a']);
  });

  it('follows links to files and passes over those that lead nowhere', async () => {
    const folder = await makeFolder({ 'real/x.wav': 'abc' });
    await symlink(join(folder, 'real', 'x.wav'), join(folder, 'T001.wav'));
    await symlink(join(folder, 'gone.wav'), join(folder, 'T002.wav'));
    expect([...(await listAudio(folder, flat)).values()].map(({ id, bytes }) => [id, bytes])).toEqual([['T001', 3]]);
  });

  it('finds nothing in a folder that is not there, and fails on a file', async () => {
    const folder = await makeFolder({ 'a.wav': '' });
    expect((await listAudio(join(folder, 'none'), flat)).size).toBe(0);
    expect((await failure(listAudio(join(folder, 'a.wav'), flat))).code).toBe('SID_DATASET_METADATA');
  });

  it('keeps dots that belong to the name', () => {
    expect(withoutExtension('01. Intro.ogg')).toBe('01. Intro');
    expect(withoutExtension('00/1100')).toBe('00/1100');
  });
});
