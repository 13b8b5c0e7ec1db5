import { join } from 'node:path';
import { expect, it } from 'vitest';
import { faultOf } from './sound-file.ts';
import { makeFolder, tinyWav } from './stand-in.test.helper.ts';

const fault = async (name: string, content: string | Uint8Array) =>
  faultOf(join(await makeFolder({ [name]: content }), name));

it('passes every container that sid decodes, whatever the name says', async () => {
  const mp4 = Buffer.from('\0\0\0\x20ftypM4A ', 'latin1');
  expect(await fault('a.wav', tinyWav())).toBeUndefined();
  expect(await fault('a.wav', 'fLaC....')).toBeUndefined();
  expect(await fault('a.ogg', 'OggS....')).toBeUndefined();
  expect(await fault('a.m4a', mp4)).toBeUndefined();
  expect(await fault('a.mp3', 'ID3.....')).toBeUndefined();
  expect(await fault('a.mp3', Uint8Array.of(0xff, 0xfb, 0x90, 0))).toBeUndefined();
});

it('passes an MP3 whose first frame comes after padding', async () => {
  const bytes = new Uint8Array(600);
  bytes.set([0xff, 0xfb], 512);
  expect(await fault('a.mp3', bytes)).toBeUndefined();
  expect((await fault('a.wav', bytes))?.kind).toBe('corrupt');
});

it('tells what is empty, not sound, or not there', async () => {
  expect(await fault('a.mp3', '')).toEqual({ kind: 'corrupt', reason: 'The file is empty.' });
  expect((await fault('a.mp3', '<!DOCTYPE html>'))?.reason).toContain('it starts with "<!DO"');
  expect((await fault('a.mp3', new Uint8Array(9000)))?.kind).toBe('corrupt');
  expect(await faultOf(join(await makeFolder(), 'none.wav'))).toEqual({
    kind: 'missing',
    reason: 'There is no such file.',
  });
  expect((await faultOf(await makeFolder()))?.reason).toContain('cannot be read');
});
