import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { encodeWav } from '@sid/dsp';
import { openSid } from '@sid/runtime';
import { excerpt, syntheticTrack } from '@sid/testkit';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { example } from './examples/programmatic-api.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
let folder = '';

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sid-api-'));
  await mkdir(join(folder, 'music'));
  const tracks = [1, 2, 3].map((seed) => syntheticTrack(seed, 30, 16_000));
  for (const { id, samples, sampleRate } of tracks) {
    await writeFile(join(folder, 'music', `${id}.wav`), encodeWav(samples, sampleRate));
  }
  const { samples } = excerpt(tracks[1] ?? expect.fail(), 8, 20);
  await writeFile(join(folder, 'new-song.wav'), encodeWav(samples, 16_000));
});

afterAll(() => rm(folder, { recursive: true, force: true }));

test('the example of the guide does what it says', { timeout: 120_000 }, async () => {
  const { bins, seconds, dims, first, best } = await example(folder);
  expect([bins, dims]).toEqual([288, 64]);
  expect(seconds).toBeGreaterThan(11);
  expect(first?.from).toBe(0);
  expect(first?.to).toBeCloseTo(4.096, 3);
  expect(best?.track).toBe(join(folder, 'music', 'synthetic-2.wav'));
  expect(Math.abs((best?.where[0]?.reference.from ?? 0) - (best?.where[0]?.query.from ?? 0) - 8)).toBeLessThan(1);
});

test('its code is that of the guide', async () => {
  const guide = await readFile(join(root, 'docs/guide/programmatic-api.md'), 'utf8');
  expect(guide).toContain(await readFile(join(root, 'test/examples/programmatic-api.ts'), 'utf8'));
});

test('it compiles under strict settings', { timeout: 180_000 }, async () => {
  const compiler = join(root, 'node_modules/typescript/bin/tsc');
  const { stdout } = await promisify(execFile)(process.execPath, [compiler, '-p', join(root, 'test/examples')]);
  expect(stdout).toBe('');
});

test('what is wrong is said at once', async () => {
  await expect(openSid({ folder, config: { methods: { x: { retriever: 'nothing' } }, seed: -1 } })).rejects.toThrow(
    /The given configuration.*seed/s,
  );
  await using sid = await openSid({ folder });
  await expect(sid.embeddings(['new-song.wav'], 'gnn')).rejects.toThrow(/No method with an encoder/);
  await expect(sid.features('absent.wav', 'mel')).rejects.toMatchObject({ code: 'SID_AUDIO_UNREADABLE' });
});
