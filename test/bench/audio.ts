import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createRealFft, resample } from '@sid/dsp';
import { readAudio } from '@sid/runtime';

/** CPU seconds of this process that `work` takes, the best of a few runs: others on the machine only ever add. */
const cpuSeconds = async (work: () => unknown, runs = 5): Promise<number> => {
  await work();
  let best = Number.POSITIVE_INFINITY;
  for (let run = 0; run < runs; run++) {
    const start = process.cpuUsage();
    await work();
    const { user, system } = process.cpuUsage(start);
    best = Math.min(best, (user + system) / 1e6);
  }
  return best;
};

/** Generated pink-like noise: no codec and no filter has an easy time with it. */
const noise = (length: number): Float32Array => {
  let [state, low] = [1, 0];
  return Float32Array.from({ length }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    low = 0.9 * low + 0.1 * (state / 2 ** 31 - 1);
    return low;
  });
};

export interface FftFigure {
  readonly size: number;
  readonly forwardMicroseconds: number;
  readonly inverseMicroseconds: number;
}

export const benchFft = async (): Promise<readonly FftFigure[]> => {
  const figures: FftFigure[] = [];
  for (const size of [512, 1024, 2048, 4096, 8192]) {
    const fft = createRealFft(size);
    const input = noise(size);
    const [re, im] = [new Float32Array(size / 2 + 1), new Float32Array(size / 2 + 1)];
    const count = Math.ceil(4e7 / size);
    const repeated = (step: () => void) => () => {
      for (let i = 0; i < count; i++) step();
    };
    const forward = await cpuSeconds(repeated(() => fft.forward(input, re, im)));
    const inverse = await cpuSeconds(repeated(() => fft.inverse(re, im, input)));
    figures.push({
      size,
      forwardMicroseconds: (1e6 * forward) / count,
      inverseMicroseconds: (1e6 * inverse) / count,
    });
  }
  return figures;
};

export interface SpeedFigure {
  readonly what: string;
  /** Seconds of audio per second of CPU time. */
  readonly timesRealTime: number;
}

export const benchResample = async (): Promise<readonly SpeedFigure[]> => {
  const pairs = [
    [44100, 11025],
    [44100, 16000],
    [48000, 16000],
    [22050, 16000],
    [22050, 11025],
    [16000, 22050],
  ] as const;
  const figures: SpeedFigure[] = [];
  for (const [from, to] of pairs) {
    const input = noise(60 * from);
    const seconds = await cpuSeconds(() => resample(input, from, to));
    figures.push({ what: `${from} to ${to}`, timesRealTime: 60 / seconds });
  }
  return figures;
};

/** Stereo 16-bit WAV file with the same noise in both channels, the second one later. */
const stereoWav = (seconds: number, sampleRate: number): Uint8Array => {
  const samples = noise(seconds * sampleRate);
  const file = new Uint8Array(44 + 4 * samples.length);
  const view = new DataView(file.buffer);
  file.set(new TextEncoder().encode('RIFF....WAVEfmt '));
  const header = [16, 0x2_0001, sampleRate, 4 * sampleRate, 0x10_0004];
  header.forEach((value, i) => {
    view.setUint32(16 + 4 * i, value, true);
  });
  file.set(new TextEncoder().encode('data'), 36);
  view.setUint32(40, 4 * samples.length, true);
  samples.forEach((sample, i) => {
    view.setInt16(44 + 4 * i, 32_767 * sample, true);
    view.setInt16(46 + 4 * i, 32_767 * (samples[i - 100] ?? 0), true);
  });
  return file;
};

/**
 * Reading whole files at 11025 Hz. WAV: two generated minutes in stereo. The others: the one-second fixtures again and
 * again, so that opening and starting weigh more than in music.
 */
export const benchDecode = async (): Promise<readonly SpeedFigure[]> => {
  const folder = await mkdtemp(join(tmpdir(), 'sid-bench-'));
  const wav = join(folder, 'noise.wav');
  await writeFile(wav, stereoWav(120, 44100));
  const figures: SpeedFigure[] = [];
  try {
    for (const rate of [11025, 16000]) {
      const seconds = await cpuSeconds(() => readAudio({ id: 'x', file: wav }, rate));
      figures.push({ what: `WAV 44100 Hz stereo to ${rate}`, timesRealTime: 120 / seconds });
    }
    for (const name of ['tone.flac', 'tone.mp3', 'tone.ogg', 'tone.opus', 'tone.m4a']) {
      const file = fileURLToPath(new URL(`../fixtures/audio/${name}`, import.meta.url));
      const seconds = await cpuSeconds(async () => {
        for (let i = 0; i < 100; i++) await readAudio({ id: 'x', file }, 11025);
      });
      figures.push({ what: `${name} (1 s) to 11025`, timesRealTime: 100 / seconds });
    }
  } finally {
    await rm(folder, { recursive: true });
  }
  return figures;
};
