import { gain, power, rms } from '@sid/effects';
import { sine } from './wave.ts';

/** Reflections of a room: four delay lines that feed each other (Jot 1991), behind a pre-delay; only the wet sound. */
export const reverb = (
  dry: Float32Array,
  sampleRate: number,
  seconds: number,
  size: number,
  damping: number,
): Float32Array => {
  const lengths = [0.0297, 0.0371, 0.0411, 0.0437].map((s) => Math.max(8, Math.round(s * size * sampleRate)));
  const [l0 = 8, l1 = 8, l2 = 8, l3 = 8] = lengths;
  const [g0 = 0, g1 = 0, g2 = 0, g3 = 0] = lengths.map((length) => power(0.001, length / (seconds * sampleRate)));
  const d0 = new Float32Array(l0);
  const d1 = new Float32Array(l1);
  const d2 = new Float32Array(l2);
  const d3 = new Float32Array(l3);
  const pre = Math.round(0.012 * sampleRate);
  const out = new Float32Array(dry.length);
  let [p0, p1, p2, p3] = [0, 0, 0, 0];
  let [f0, f1, f2, f3] = [0, 0, 0, 0];
  const keep = 1 - damping;
  for (let i = 0; i < dry.length; i++) {
    const x = i < pre ? 0 : (dry[i - pre] ?? 0);
    f0 = keep * (d0[p0] ?? 0) + damping * f0;
    f1 = keep * (d1[p1] ?? 0) + damping * f1;
    f2 = keep * (d2[p2] ?? 0) + damping * f2;
    f3 = keep * (d3[p3] ?? 0) + damping * f3;
    // Householder matrix: every line gets all the others.
    const mean = 0.5 * (f0 + f1 + f2 + f3);
    d0[p0] = x + g0 * (f0 - mean);
    d1[p1] = g1 * (f1 - mean) - x;
    d2[p2] = x + g2 * (f2 - mean);
    d3[p3] = g3 * (f3 - mean) - x;
    out[i] = 0.5 * (f0 - f1 + f2 - f3);
    p0 = p0 + 1 === l0 ? 0 : p0 + 1;
    p1 = p1 + 1 === l1 ? 0 : p1 + 1;
    p2 = p2 + 1 === l2 ? 0 : p2 + 1;
    p3 = p3 + 1 === l3 ? 0 : p3 + 1;
  }
  return out;
};

/** Adds echoes every `seconds`, each `feedback` times as loud as the one before, to `samples` itself. */
export const echo = (
  samples: Float32Array,
  sampleRate: number,
  seconds: number,
  feedback: number,
  wet: number,
): void => {
  const lag = Math.max(1, Math.round(seconds * sampleRate));
  const line = new Float32Array(lag);
  let last = 0;
  for (let i = 0, p = 0; i < samples.length; i++) {
    const x = samples[i] ?? 0;
    const y = line[p] ?? 0;
    last += 0.45 * (y - last);
    line[p] = x + feedback * last;
    samples[i] = x + wet * y;
    p = p + 1 === lag ? 0 : p + 1;
  }
};

/** Mixes in a copy whose delay swings: chorus with long, flanger with short delays. */
export const chorus = (samples: Float32Array, sampleRate: number, hz: number, seconds: number, wet: number): void => {
  const size = Math.ceil(seconds * 2.2 * sampleRate) + 4;
  const line = new Float32Array(size);
  for (let i = 0, p = 0; i < samples.length; i++) {
    const x = samples[i] ?? 0;
    line[p] = x;
    const lag = seconds * (1 + 0.6 * sine((hz * i) / sampleRate)) * sampleRate + 1;
    let at = p - lag;
    if (at < 0) at += size;
    const j = at | 0;
    const a = line[j] ?? 0;
    const b = line[j + 1 === size ? 0 : j + 1] ?? 0;
    samples[i] = x + wet * (a + (at - j) * (b - a));
    p = p + 1 === size ? 0 : p + 1;
  }
};

/** Soft distortion in place; the level stays about the same. @param amount - 0 none … 10 fuzz */
export const distort = (samples: Float32Array, amount: number): void => {
  const before = rms(samples);
  if (amount <= 0 || before === 0) return;
  const drive = (0.3 + amount) / before / 4;
  for (let i = 0; i < samples.length; i++) {
    const x = (samples[i] ?? 0) * drive;
    samples[i] = x / (1 + Math.abs(x));
  }
  gain(samples, before / Math.max(1e-9, rms(samples)));
};
