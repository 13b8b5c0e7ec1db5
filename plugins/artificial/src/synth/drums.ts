import { createRandom, type Random } from '@sid/core';
import { between, filter, pick, power } from '@sid/effects';
import { sine } from './wave.ts';

export type Piece =
  | 'kick'
  | 'snare'
  | 'clap'
  | 'rim'
  | 'hat'
  | 'openHat'
  | 'ride'
  | 'crash'
  | 'tom'
  | 'shaker'
  | 'conga'
  | 'cowbell';

/** How one drum sounds: a falling tone, a noise through a band, and metal (inharmonic square waves). */
export interface DrumPatch {
  readonly tone: { readonly level: number; readonly hz: number; readonly drop: number; readonly dropSeconds: number };
  readonly second: number;
  readonly noise: { readonly level: number; readonly hz: number; readonly q: number; readonly high: boolean };
  readonly metal: { readonly level: number; readonly hz: number };
  readonly toneSeconds: number;
  readonly noiseSeconds: number;
  /** Several attacks, as in a clap. */
  readonly bursts: number;
  readonly drive: number;
  readonly level: number;
}

export type Kit = Readonly<Record<Piece, DrumPatch>>;

const quiet: DrumPatch = {
  tone: { level: 0, hz: 100, drop: 0, dropSeconds: 0.05 },
  second: 0,
  noise: { level: 0, hz: 4000, q: 0.8, high: false },
  metal: { level: 0, hz: 400 },
  toneSeconds: 0.2,
  noiseSeconds: 0.1,
  bursts: 1,
  drive: 0,
  level: 1,
};

const styles = ['boom', 'punch', 'acoustic', 'dusty'] as const;
export type KitStyle = (typeof styles)[number];

/** A drum kit of a style; no two seeds give the same. */
export const makeKit = (random: Random, style: KitStyle = pick(random, styles)): Kit => {
  const b = (low: number, high: number): number => between(random, low, high);
  const long = { boom: 0.7, punch: 0.28, acoustic: 0.22, dusty: 0.18 }[style];
  const dirt = { boom: 0.4, punch: 1.2, acoustic: 0.5, dusty: 2.5 }[style];
  const metal = style === 'acoustic' ? b(0.05, 0.3) : b(0.4, 0.9);
  const hatHz = b(5000, 8500);
  const metalHz = b(280, 620);
  const cymbal = (noiseSeconds: number, level: number): DrumPatch => ({
    ...quiet,
    noise: { level: 1 - metal * 0.6, hz: hatHz, q: 0.9, high: true },
    metal: { level: metal, hz: metalHz },
    noiseSeconds,
    level,
  });
  const skin = (hz: number, seconds: number, noise: number, level: number): DrumPatch => ({
    ...quiet,
    tone: { level: 1, hz, drop: hz * b(0.2, 0.8), dropSeconds: b(0.02, 0.06) },
    noise: { level: noise, hz: b(700, 2500), q: 0.8, high: false },
    toneSeconds: seconds,
    noiseSeconds: b(0.02, 0.05),
    level,
  });
  const snareHz = b(150, 240);
  return {
    kick: {
      ...quiet,
      tone: { level: 1, hz: b(42, 62), drop: b(80, 320), dropSeconds: b(0.012, 0.05) },
      noise: { level: b(0.05, 0.4), hz: b(1200, 4000), q: 0.7, high: false },
      toneSeconds: long * b(0.7, 1.3),
      noiseSeconds: b(0.006, 0.02),
      drive: dirt * b(0.5, 1.5),
      level: 1,
    },
    snare: {
      ...quiet,
      tone: { level: b(0.3, 0.8), hz: snareHz, drop: snareHz * b(0.1, 0.7), dropSeconds: b(0.01, 0.03) },
      second: b(0.2, 0.6),
      noise: { level: b(0.6, 1.2), hz: b(1500, 5000), q: b(0.4, 0.9), high: random.next() < 0.4 },
      toneSeconds: b(0.07, 0.18),
      noiseSeconds: b(0.1, 0.32),
      drive: dirt * b(0.2, 0.8),
      level: 0.75,
    },
    clap: {
      ...quiet,
      noise: { level: 1.4, hz: b(900, 2200), q: b(1, 2.2), high: false },
      noiseSeconds: b(0.12, 0.3),
      bursts: 2 + random.int(3),
      level: 0.7,
    },
    rim: { ...skin(b(450, 1700), b(0.02, 0.06), 0.5, 0.5), second: b(0.3, 0.8) },
    hat: cymbal(b(0.03, 0.09), 0.32),
    openHat: cymbal(b(0.2, 0.5), 0.32),
    ride: cymbal(b(0.5, 1.1), 0.22),
    crash: cymbal(b(1.2, 2.2), 0.4),
    tom: skin(b(70, 130), b(0.25, 0.5), 0.2, 0.7),
    shaker: {
      ...quiet,
      noise: { level: 1, hz: b(4000, 7500), q: b(1, 3), high: false },
      noiseSeconds: b(0.04, 0.1),
      level: 0.3,
    },
    conga: skin(b(170, 420), b(0.12, 0.3), 0.15, 0.5),
    cowbell: {
      ...quiet,
      metal: { level: 1, hz: b(480, 620) },
      noise: { ...quiet.noise, hz: 900, high: true },
      noiseSeconds: b(0.1, 0.3),
      level: 0.3,
    },
  };
};

/** Ratios of six square waves that no ear can order into a harmonic series. */
const metalRatios = [1, 1.342, 1.2312, 1.6532, 1.9523, 2.1523] as const;

/**
 * One hit as samples.
 *
 * @param velocity - 0…1: harder is louder and brighter
 * @param pitch - factor on all frequencies
 */
export const strike = (
  patch: DrumPatch,
  velocity: number,
  pitch: number,
  sampleRate: number,
  seed: string,
): Float32Array => {
  const random = createRandom(seed);
  const seconds = Math.max(patch.tone.level > 0 ? patch.toneSeconds : 0, patch.noiseSeconds) * 1.3 + 0.02;
  const length = Math.ceil(seconds * sampleRate);
  const out = new Float32Array(length);
  if (patch.noise.level > 0 || patch.metal.level > 0) {
    const fall = power(0.001, 1 / (patch.noiseSeconds * 1.3 * sampleRate));
    const burst = Math.round(0.011 * sampleRate);
    const shift = metalRatios.map((ratio) => (ratio * patch.metal.hz * pitch) / sampleRate);
    const phase = shift.map(() => random.next());
    for (let i = 0; i < length; i++) {
      let metal = 0;
      if (patch.metal.level > 0) {
        for (let m = 0; m < 6; m++) {
          const p = ((phase[m] ?? 0) + (shift[m] ?? 0)) % 1;
          phase[m] = p;
          metal += p < 0.5 ? 0.3 : -0.3;
        }
      }
      out[i] = patch.noise.level * (2 * random.next() - 1) + patch.metal.level * metal;
    }
    const { hz, q, high } = patch.noise;
    filter(
      out,
      sampleRate,
      high ? 'high' : 'band',
      Math.min(hz * pitch * (0.7 + 0.4 * velocity), 0.42 * sampleRate),
      q,
    );
    let level = 1;
    for (let i = 0; i < length; i++) {
      if (i > 0 && i % burst === 0 && i / burst < patch.bursts) level = 1;
      else level *= i / burst < patch.bursts - 1 ? 0.985 : fall;
      out[i] = (out[i] ?? 0) * level;
    }
  }
  if (patch.tone.level > 0) {
    const fall = power(0.001, 1 / (patch.toneSeconds * 1.3 * sampleRate));
    const { hz, drop, dropSeconds } = patch.tone;
    const sink = power(0.05, 1 / (dropSeconds * sampleRate));
    let level = patch.tone.level;
    let extra = drop * (0.6 + 0.4 * velocity);
    let phase = 0;
    for (let i = 0; i < length; i++) {
      const body = sine(phase) + patch.second * sine(phase * 1.78);
      out[i] = (out[i] ?? 0) + level * body;
      phase += ((hz + extra) * pitch) / sampleRate;
      extra *= sink;
      level *= fall;
    }
  }
  const gain = patch.level * velocity;
  for (let i = 0; i < length; i++) {
    const x = (out[i] ?? 0) * (1 + patch.drive);
    const fade = Math.min(1, (length - i) / 64);
    out[i] = gain * fade * (patch.drive > 0 ? x / Math.sqrt(1 + x * x) : x);
  }
  return out;
};
