// Peak memory of indexing 1 hour and 10 hours of audio, by hand: node --conditions=@sid/source test/memory.ts
// Memory must be bounded by what is in flight, not by the collection. Prints JSON.
import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { createRandom } from '@sid/core';
import { encodeWav } from '@sid/dsp';

const sampleRate = 22_050;
const trackSeconds = 240;
const root = join(import.meta.dirname, '..');

/** Notes and noise bursts at random: enough for every stage to do its usual work. */
const track = (seed: number): Float32Array => {
  const random = createRandom(seed);
  const samples = new Float32Array(sampleRate * trackSeconds);
  for (let start = 0; start < samples.length; start += sampleRate / 8) {
    const step = (2 * Math.PI * 80 * 2 ** (random.next() * 5)) / sampleRate;
    const noise = random.next() < 0.3 ? 0.3 : 0;
    const end = Math.min(samples.length, start + sampleRate / 4);
    for (let i = Math.ceil(start); i < end; i++) {
      const fade = Math.exp((-6 * (i - start)) / (sampleRate / 4));
      samples[i] = (samples[i] ?? 0) + fade * (0.3 * Math.sin(step * i) + noise * (random.next() - 0.5));
    }
  }
  return samples;
};

const peakOf = async (pid: number): Promise<number> => {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
  return Number(/VmHWM:\s+(\d+) kB/.exec(status)?.[1] ?? 0) * 1024;
};

/** Peak memory of `sid index add` over the first files, which only indexes, and the size of what it saves. */
const measure = async (folder: string, method: string, files: readonly string[]) => {
  const place = join(folder, `${method}-${files.length}`);
  const child = spawn(
    process.execPath,
    [
      ...[join(root, 'bin/sid.js'), 'index', 'add', ...files, '--index', join(place, 'index'), '--method', method],
      ...['--cache', join(place, 'cache'), '--json', '--quiet'],
    ],
    { cwd: folder, stdio: ['ignore', 'pipe', 'inherit'] },
  );
  let text = '';
  child.stdout.on('data', (chunk: Buffer) => {
    text += chunk.toString();
  });
  const ended = new Promise((resolve) => child.on('close', resolve));
  let peak = 0;
  while (child.exitCode === null) {
    peak = Math.max(peak, await peakOf(child.pid ?? 0));
    await Promise.race([ended, setTimeout(100)]);
  }
  await ended;
  if (child.exitCode !== 0) throw new Error(text);
  const { bytes } = JSON.parse(text) as { bytes: number };
  return { hours: (files.length * trackSeconds) / 3600, peakBytes: peak, indexBytes: bytes };
};

const folder = await mkdtemp(join(tmpdir(), 'sid-memory-'));
const files: string[] = [];
for (let seed = 1; seed <= (10 * 3600) / trackSeconds; seed++) {
  const file = join(folder, `${seed}.wav`);
  await writeFile(file, encodeWav(track(seed), sampleRate));
  files.push(file);
}
const asked = process.argv.slice(2);
for (const method of asked.length > 0 ? asked : ['landmark', 'landmark-invariant']) {
  const one = await measure(folder, method, files.slice(0, files.length / 10));
  const ten = await measure(folder, method, files);
  const apart = (ten.peakBytes - ten.indexBytes) / (one.peakBytes - one.indexBytes);
  console.log(JSON.stringify({ method, one, ten, ratioApartFromIndex: Number(apart.toFixed(3)) }));
}
await rm(folder, { recursive: true });
