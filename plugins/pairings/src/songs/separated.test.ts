import { mkdtempSync } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FloatTensor, GraphRuntime } from '@sid/core';
import { rms } from '@sid/effects';
import { checkSongs } from '@sid/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { separated } from './separated.ts';
import { readAudio, writeTone } from './sound-files.test.fixture.ts';

const folder = mkdtempSync(join(tmpdir(), 'sid-separated-'));

/** Gives two stems: three quarters of what it hears, and the last quarter. */
const runtime: GraphRuntime = {
  open: async () => ({
    inputNames: ['mix'],
    outputNames: ['stems'],
    run: async ({ mix }): Promise<Record<string, FloatTensor>> => {
      const [, channels = 0, count = 0] = mix?.dims ?? [];
      const data = new Float32Array(2 * channels * count);
      for (const [stem, share] of [0.75, 0.25].entries())
        mix?.data.forEach((x, i) => {
          data[stem * channels * count + i] = share * x;
        });
      return { stems: { dims: [1, 2, channels, count], data } };
    },
    [Symbol.asyncDispose]: async () => undefined,
  }),
};
const given = { baseFolder: folder, readAudio, onnx: { runtime } };
const options = { root: 'music', model: 'model.onnx', stems: ['one', 'two'], modelRate: 22_050, segmentSeconds: 0.7 };

beforeAll(async () => {
  await writeTone(folder, 'music/a.wav', 440, 2);
  await writeTone(folder, 'music/b.wav', 220, 0.4);
  await writeFile(join(folder, 'model.onnx'), 'stands for a model');
});
afterAll(() => rm(folder, { recursive: true }));

checkSongs(separated, { options, given });

describe('separated', () => {
  it('puts segments together without a seam', async () => {
    const source = await separated.create(separated.options.parse(options), given);
    for (const id of ['a', 'b']) {
      const { stems } = await source.read(id, 16_000);
      const { samples } = await readAudio({ id, file: join(folder, `music/${id}.wav`) }, 16_000);
      expect(stems.map((stem) => stem.id)).toEqual(['one', 'two']);
      const off = samples.map((x, i) => x - (stems[0]?.samples[i] ?? 0) - (stems[1]?.samples[i] ?? 0));
      expect(rms(off, 500, samples.length - 500)).toBeLessThan(0.05 * rms(samples));
      expect(rms(stems[0]?.samples ?? off) / rms(stems[1]?.samples ?? off)).toBeCloseTo(3, 3);
    }
  });

  it('says what a model gives that does not fit, and where one is missing', async () => {
    const three = await separated.create(separated.options.parse({ ...options, stems: ['a', 'b', 'c'] }), given);
    await expect(three.read('a', 16_000)).rejects.toThrow(/gave \[1, 2, 2, 15435\], not \[1, 3, 2, 15435\]/);
    const missing = separated.create(separated.options.parse({ ...options, model: 'none.onnx' }), given);
    await expect(missing).rejects.toThrow(/none\.onnx cannot be read/);
  });
});
