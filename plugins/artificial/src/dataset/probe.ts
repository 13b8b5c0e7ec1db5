import { createHash } from 'node:crypto';
import type { Random } from '@sid/core';
import { between, chance, exponential, log2, pick, rms, squared } from '@sid/effects';
import type { Excerpt } from './excerpt.ts';

/** What choosing excerpts needs to know of a recording. */
export interface Probe {
  /** Of the decoded samples. */
  readonly digest: string;
  readonly seconds: number;
  /** Estimated beats per minute, 70…140. */
  readonly tempo: number;
  /** Strongest attacks, in seconds. */
  readonly onsets: readonly number[];
  /** RMS of every half second. */
  readonly levels: readonly number[];
}

/** Rate at which recordings are probed, in hertz. */
export const probeRate = 11_025;

const hop = 0.01;

/** Rise of the logarithmic level from one hundredth of a second to the next, nothing where it falls. */
const novelty = (samples: Float32Array): Float32Array => {
  const size = Math.round(hop * probeRate);
  const count = Math.floor(samples.length / size);
  const level = Float32Array.from({ length: count }, (_, i) =>
    log2(1e-4 + rms(samples, i * size, Math.min(samples.length, (i + 2) * size))),
  );
  return level.map((x, i) => Math.max(0, x - (level[i - 1] ?? x)));
};

/** The tempo whose beat and bar repeat best, with a preference for the middle (autocorrelation of the novelty). */
const tempoOf = (rises: Float32Array): number => {
  const score = (lag: number): number => {
    let sum = 0;
    for (let i = lag; i < rises.length; i++) sum += (rises[i] ?? 0) * (rises[i - lag] ?? 0);
    return sum / Math.max(1, rises.length - lag);
  };
  let best = 100;
  let most = -1;
  for (let tempo = 70; tempo <= 140; tempo += 0.5) {
    const beat = 60 / tempo / hop;
    const value =
      (score(Math.round(beat)) + score(Math.round(2 * beat)) + score(Math.round(4 * beat))) *
      exponential(-0.5 * squared(log2(tempo / 100) / 0.6));
    if (value > most) {
      most = value;
      best = tempo;
    }
  }
  return best;
};

/** @param samples - the whole recording at `probeRate` */
export const probe = (samples: Float32Array): Probe => {
  const rises = novelty(samples);
  const peaks = [...rises.keys()]
    .filter((i) => {
      const x = rises[i] ?? 0;
      return x > 0.07 && x >= (rises[i - 1] ?? 0) && x > (rises[i + 1] ?? 0);
    })
    .sort((a, b) => (rises[b] ?? 0) - (rises[a] ?? 0))
    .slice(0, 200)
    .sort((a, b) => a - b);
  const half = Math.round(probeRate / 2);
  // A few minutes are enough to tell the tempo.
  const middle = Math.max(0, Math.floor(rises.length / 2) - 6000);
  return {
    digest: createHash('sha256')
      .update(new Uint8Array(samples.buffer, samples.byteOffset, samples.byteLength))
      .digest('hex'),
    seconds: samples.length / probeRate,
    tempo: tempoOf(rises.subarray(middle, middle + 12_000)),
    onsets: peaks.map((i) => Math.round(i * hop * 1000) / 1000),
    levels: Array.from({ length: Math.ceil(samples.length / half) }, (_, i) =>
      Number(rms(samples, i * half, Math.min(samples.length, (i + 1) * half)).toPrecision(3)),
    ),
  };
};

/** Chooses where to sample a recording: from an attack on, whole beats long by the estimated tempo, not in silence. */
export const chooseInRecording = (random: Random, found: Probe, limits: readonly [number, number]): Excerpt => {
  const [low, high] = [Math.min(limits[0], found.seconds), Math.min(limits[1], found.seconds)];
  const beat = 60 / found.tempo;
  const fitting = [1, 2, 3, 4, 6, 8, 12, 16].filter((beats) => beats * beat >= low && beats * beat <= high);
  const beats = fitting.length > 0 ? pick(random, fitting) : 0;
  const seconds = beats > 0 ? beats * beat : between(random, low, high);
  const latest = found.seconds - seconds;
  const loud = [...found.levels].sort((a, b) => a - b)[Math.floor(found.levels.length * 0.9)] ?? 0;
  const heard = (from: number): boolean => {
    const inside = found.levels.slice(Math.floor(from * 2), Math.ceil((from + seconds) * 2));
    return inside.every((level) => level > 0.03 * loud) && inside.some((level) => level > 0.2 * loud);
  };
  const starts = found.onsets.filter((at) => at <= latest && heard(at));
  const from = starts.length > 0 && !chance(random, 0.1) ? pick(random, starts) : between(random, 0, latest);
  return {
    from: Math.round(from * 1e4) / 1e4,
    seconds,
    beats: Math.max(1, beats > 0 ? beats : Math.round(seconds / beat)),
  };
};
