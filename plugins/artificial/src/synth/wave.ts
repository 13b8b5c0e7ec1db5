import { exp2, log2, power, sin } from '@sid/effects';

/** Samples of one cycle, plus the first one again at the end for interpolation. */
export const cycle = 2048;

/** One waveform, band-limited: table `k` holds the harmonics up to 2^k. */
export type Wave = readonly Float32Array[];

const octaves = 10;

const sineTable = Float32Array.from({ length: cycle + 1 }, (_, i) => sin((2 * Math.PI * i) / cycle));

/** Sine of `phase` cycles, linearly interpolated (error below 2e-6); `phase` may be any number ≥ 0. */
export const sine = (phase: number): number => {
  const x = (phase - Math.floor(phase)) * cycle;
  const i = x | 0;
  const a = sineTable[i] ?? 0;
  return a + (x - i) * ((sineTable[i + 1] ?? 0) - a);
};

/**
 * Makes a wave from the amplitudes of its harmonics, scaled to a peak of 1.
 *
 * @param amplitudes - of harmonic 1, 2, 3…; negative turns the phase
 */
const waveOf = (amplitudes: readonly number[]): Wave => {
  const sum = new Float64Array(cycle + 1);
  const tables: Float32Array[] = [];
  let done = 0;
  for (let k = 0; k < octaves; k++) {
    for (const limit = Math.min(exp2(k), amplitudes.length); done < limit; done++) {
      const amplitude = amplitudes[done] ?? 0;
      if (amplitude === 0) continue;
      for (let i = 0; i <= cycle; i++) {
        sum[i] = (sum[i] ?? 0) + amplitude * (sineTable[((done + 1) * i) % cycle] ?? 0);
      }
    }
    tables.push(Float32Array.from(sum));
  }
  const peak = sum.reduce((most, x) => Math.max(most, Math.abs(x)), 1e-9);
  return tables.map((table) => table.map((x) => x / peak));
};

const harmonics = (count: number, amplitude: (h: number) => number): number[] =>
  Array.from({ length: count }, (_, i) => amplitude(i + 1));

const recipes = {
  sine: () => [1],
  saw: () => harmonics(512, (h) => 1 / h),
  square: () => harmonics(512, (h) => (h % 2 === 1 ? 1 / h : 0)),
  triangle: () => harmonics(64, (h) => (h % 2 === 1 ? (h % 4 === 1 ? 1 : -1) / (h * h) : 0)),
  pulse: () => harmonics(512, (h) => sin(Math.PI * h * 0.2) / h),
  /** Like the flow through vocal folds: steeper than a saw. */
  glottis: () => harmonics(160, (h) => power(h, -1.35)),
} as const;

export type WaveName = keyof typeof recipes;

const made = new Map<string, Wave>();

/** The wave of a name or of harmonic amplitudes; each is computed once in a thread. */
export const waveFor = (source: WaveName | readonly number[]): Wave => {
  const key = typeof source === 'string' ? source : source.join(' ');
  const known = made.get(key);
  if (known) return known;
  const wave = waveOf(typeof source === 'string' ? recipes[source]() : source);
  if (made.size > 64) made.clear();
  made.set(key, wave);
  return wave;
};

const silence = new Float32Array(cycle + 1);

/** The richest table of a wave that does not alias at `hz`. */
export const tableFor = (wave: Wave, hz: number, sampleRate: number): Float32Array => {
  const allowed = Math.max(1, sampleRate / 2 / hz);
  return wave[Math.min(octaves - 1, Math.floor(log2(allowed)))] ?? silence;
};
