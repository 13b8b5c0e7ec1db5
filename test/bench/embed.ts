import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { createRandom, SidError } from '@sid/core';
import { encodeWav } from '@sid/dsp';
import { embed, openWorkspace, silentLogger, silentProgress } from '@sid/runtime';

/** What `sid embed` takes for one track of four minutes, with an empty cache, in a process of its own. */
export interface EmbedFigure {
  readonly method: string;
  readonly windows: number;
  /** Configuration and plugins; wall clock. */
  readonly openSeconds: number;
  /** Decoding to vectors: threads, frontend, export of the network, inference, writing; wall clock, the best run. */
  readonly embedSeconds: number;
  /** CPU time of all threads for that. */
  readonly embedCpuSeconds: number;
}

const trackSeconds = 240;
const rate = 44_100;

/** Presets that two cores can afford. */
const methods = {
  'resnet-ibn tiny': ['vqt', 'riou-2025', 'resnet-ibn'],
  'gnn tiny': ['mel', 'bhattacharjee-2025', 'gnn'],
  'siamese-resnet18 tiny': ['mel', 'erdos-2024', 'siamese-resnet18'],
} as const;

/** One measurement, in this process. */
const measure = async (name: keyof typeof methods, folder: string): Promise<EmbedFigure> => {
  const [frontend, preset, encoder] = methods[name];
  const start = performance.now();
  const config = {
    dataset: 'artificial',
    methods: {
      measured: {
        frontend: { use: frontend, preset },
        encoder: { use: encoder, preset: 'tiny' },
        window: { hopSeconds: 0.5 },
      },
    },
  };
  await using workspace = await openWorkspace(
    { cwd: folder, cache: join(folder, 'cache'), fallback: { config, folder: import.meta.dirname } },
    { logger: silentLogger, progress: silentProgress, signal: new AbortController().signal },
  );
  const opened = performance.now();
  const before = process.cpuUsage();
  const { rows, leftOut } = await embed(workspace, folder, ['track.wav'], 'measured', 'vectors.npy');
  if (leftOut.length > 0) throw new SidError('SID_METHOD_FAILED', leftOut[0]?.reason ?? '');
  const end = performance.now();
  const { user, system } = process.cpuUsage(before);
  return {
    method: name,
    windows: rows.length,
    openSeconds: (opened - start) / 1e3,
    embedSeconds: (end - opened) / 1e3,
    embedCpuSeconds: (user + system) / 1e6,
  };
};

/** Generated noise with most of its power at low frequencies, as music has it. */
const track = (): Uint8Array => {
  const random = createRandom('track');
  let low = 0;
  const samples = Float32Array.from({ length: trackSeconds * rate }, () => {
    low = 0.95 * low + 0.05 * (2 * random.next() - 1);
    return low;
  });
  return encodeWav(samples, rate, 'int16');
};

const here = fileURLToPath(import.meta.url);

/** `sid embed` at a hop of 0.5 s, on a WAV file of one channel, 16 bit, 44.1 kHz. */
export const benchEmbed = async (runs = 3): Promise<readonly EmbedFigure[]> => {
  const folder = await mkdtemp(join(tmpdir(), 'sid-bench-embed-'));
  try {
    await writeFile(join(folder, 'track.wav'), track());
    const figures: EmbedFigure[] = [];
    for (const name of Object.keys(methods)) {
      const measured: EmbedFigure[] = [];
      for (let run = 0; run < runs; run++) {
        await rm(join(folder, 'cache'), { recursive: true, force: true });
        const { stdout } = await promisify(execFile)(process.execPath, [...process.execArgv, here, name, folder]);
        measured.push(JSON.parse(stdout) as EmbedFigure);
      }
      figures.push(measured.reduce((best, each) => (each.embedSeconds < best.embedSeconds ? each : best)));
    }
    return figures;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};

const [, file, name, folder] = process.argv;
if (file === here && name !== undefined && folder !== undefined) {
  process.stdout.write(JSON.stringify(await measure(name as keyof typeof methods, folder)));
}
