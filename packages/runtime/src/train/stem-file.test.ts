import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Multitrack } from '@sid/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { encodeStems, openStems } from './stem-file.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sid-stems-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const wave = (id: string, gain: number) => ({
  id,
  sampleRate: 8000,
  samples: Float32Array.from({ length: 1000 }, (_, n) => gain * Math.sin(n / (id.length + 3))),
});

const song: Multitrack = { id: 'song', stems: [wave('drums', 1.7), wave('vocals', 1e-3)] };

const write = async (name: string, bytes: Uint8Array): Promise<string> => {
  const path = join(folder, name);
  await writeFile(path, bytes);
  return path;
};

describe('a file of stems', () => {
  it('gives the same stretch of every stem, loud and soft alike to 16 bits', async () => {
    await using file = await openStems(await write('a', encodeStems(song)));
    expect(file.header).toMatchObject({ id: 'song', sampleRate: 8000, frames: 1000 });
    const parts = await file.read(123, 400);
    for (const [i, { id, samples }] of parts.entries()) {
      const given = song.stems[i]?.samples ?? new Float32Array(0);
      const peak = Math.max(...given.map(Math.abs));
      expect(id).toBe(song.stems[i]?.id);
      expect(samples).toHaveLength(400);
      expect(samples.every((x, n) => Math.abs(x - (given[123 + n] ?? 0)) <= peak / 32_767)).toBe(true);
    }
  });

  it('holds silence', async () => {
    const silent = { ...wave('c', 0), id: 'silence' };
    await using file = await openStems(await write('b', encodeStems({ id: 'x', stems: [wave('a', 1), silent] })));
    expect((await file.read(0, 10))[1]?.samples).toEqual(new Float32Array(10));
  });

  it.each([
    ['one stem', { id: 'x', stems: [wave('a', 1)] }, /fewer than two stems/],
    ['unequal lengths', { id: 'x', stems: [wave('a', 1), { ...wave('b', 1), samples: new Float32Array(9) }] }, /"b"/],
    [
      'a NaN',
      { id: 'x', stems: [wave('a', 1), { ...wave('b', 1), samples: new Float32Array(1000).fill(NaN) }] },
      /not finite/,
    ],
  ])('refuses %s', (_, wrong, message) => {
    expect(() => encodeStems(wrong)).toThrow(message);
  });

  it.each([
    ['another file', new TextEncoder().encode('RIFF and so on, and so forth'), /not a song file/],
    ['a file that was cut', encodeStems(song).subarray(0, 40), /too short/],
  ])('refuses %s', async (name, bytes, message) => {
    await expect(openStems(await write(name, bytes))).rejects.toThrow(message);
  });

  it('refuses to read beyond its end', async () => {
    await using file = await openStems(await write('c', encodeStems(song).subarray(0, 3000)));
    await expect(file.read(900, 100)).rejects.toThrow(/too short/);
  });
});
