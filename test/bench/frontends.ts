import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import { type Audio, type Component, createRandom } from '@sid/core';
import { cqt, mel, vqt } from '@sid/plugin-frontends';

/** What is measured: a name, a component, its options. All give magnitudes or powers of whole tracks. */
const cases: readonly (readonly [string, Component<'frontend'>, object])[] = [
  ['vqt 36×7, 16000 Hz, hop 400, γ 7', vqt, { sampleRate: 16_000, hop: 400 }],
  ['vqt 36×8, 22050 Hz, hop 512, γ 7', vqt, { octaves: 8 }],
  ['vqt riou-2025 (36×8, 16000 Hz, hop 320)', vqt, vqt.presets['riou-2025'] ?? {}],
  ['vqt riou-2025, complex', vqt, { ...vqt.presets['riou-2025'], output: 'complex' }],
  ['cqt 12×7, 22050 Hz, hop 512', cqt, {}],
  ['cqt cheston-2025', cqt, cqt.presets['cheston-2025'] ?? {}],
  ['mel 128, 22050 Hz, hop 512', mel, {}],
  ['mel bhattacharjee-2025 (64, 16000 Hz, dB)', mel, mel.presets['bhattacharjee-2025'] ?? {}],
  ['mel erdos-2024 (128, 22050 Hz, dB)', mel, mel.presets['erdos-2024'] ?? {}],
];

const trackSeconds = 240;

/** Generated noise with most of its power at low frequencies, as music has it. */
const track = (seed: number, sampleRate: number): Audio => {
  const random = createRandom(`track ${seed}`);
  let low = 0;
  const samples = Float32Array.from({ length: trackSeconds * sampleRate }, () => {
    low = 0.95 * low + 0.05 * (2 * random.next() - 1);
    return low;
  });
  return { id: `track-${seed}`, sampleRate, samples };
};

interface Share {
  readonly case: number;
  readonly tracks: number;
  readonly seed: number;
}

/** Seconds, wall and CPU, that a thread takes for whole tracks; tables are made before. */
const measure = async ({ case: at, tracks, seed }: Share) => {
  const [, component, options] = cases[at] ?? ['', vqt, {}];
  const frontend = await component.create(component.options.parse(options), {});
  const audio = track(seed, frontend.spec.sampleRate);
  const start = performance.now();
  await frontend.extract({ ...audio, samples: audio.samples.subarray(0, 20 * audio.sampleRate) });
  const [cpu, wall] = [process.threadCpuUsage(), performance.now()];
  for (let i = 0; i < tracks; i++) await frontend.extract(audio);
  const { user, system } = process.threadCpuUsage(cpu);
  return {
    wallSeconds: (performance.now() - wall) / 1e3,
    cpuSeconds: (user + system) / 1e6,
    setupSeconds: (wall - start) / 1e3,
  };
};

type Measured = Awaited<ReturnType<typeof measure>>;

const inThread = (share: Share): Promise<Measured> =>
  new Promise((resolve, reject) => {
    const worker = new Worker(fileURLToPath(import.meta.url), { workerData: { frontends: share } });
    worker.once('message', resolve);
    worker.once('error', reject);
  });

export interface FrontendFigure {
  readonly what: string;
  readonly threads: number;
  /** Seconds of audio per second that passes, all threads together. Too low where others use the machine. */
  readonly timesRealTime: number;
  /** Seconds of audio per second of CPU time of one thread. */
  readonly timesRealTimePerCpu: number;
  /** Until the first 20 s are done, tables included. */
  readonly setupSeconds: number;
}

/** Features only, of whole tracks of four minutes, each thread its own. */
export const benchFrontends = async (tracks = 8): Promise<readonly FrontendFigure[]> => {
  const threads = Math.min(2, availableParallelism());
  const figures: FrontendFigure[] = [];
  for (const [at, [what]] of cases.entries()) {
    const shares = Array.from({ length: threads }, (_, seed) => inThread({ case: at, tracks, seed }));
    const done = await Promise.all(shares);
    const seconds = tracks * trackSeconds;
    figures.push({
      what,
      threads,
      timesRealTime: done.reduce((sum, { wallSeconds }) => sum + seconds / wallSeconds, 0),
      timesRealTimePerCpu: (threads * seconds) / done.reduce((sum, { cpuSeconds }) => sum + cpuSeconds, 0),
      setupSeconds: Math.max(...done.map(({ setupSeconds }) => setupSeconds)),
    });
  }
  return figures;
};

const share = (workerData as { readonly frontends?: Share } | null)?.frontends;
if (!isMainThread && share !== undefined) parentPort?.postMessage(await measure(share));
