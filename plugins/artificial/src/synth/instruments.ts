import type { Random } from '@sid/core';
import { between, chance, pick, power } from '@sid/effects';
import type { AnalogPatch, BellPatch, FmPatch, Patch, StringPatch, VoicePatch } from './patch.ts';

type Maker = (random: Random) => Patch;

const still = { hz: 5, cents: 0, delay: 1 } as const;

const analog = (over: Partial<AnalogPatch>): AnalogPatch => ({
  kind: 'analog',
  wave: 'saw',
  voices: 1,
  detune: 0,
  sub: 0,
  noise: 0,
  cutoff: { base: 300, tracking: 4, sweep: 1500 },
  resonance: 0.8,
  amplitude: { attack: 0.005, decay: 0.4, sustain: 0.7, release: 0.12 },
  brightness: { attack: 0.005, decay: 0.3, sustain: 0.3, release: 0.2 },
  vibrato: still,
  ...over,
});

const fm = (over: Partial<FmPatch>): FmPatch => ({
  kind: 'fm',
  ratio: 1,
  index: 2,
  indexDecay: 0.5,
  indexSustain: 0.2,
  feedback: 0,
  amplitude: { attack: 0.003, decay: 1.2, sustain: 0.2, release: 0.25 },
  vibrato: still,
  ...over,
});

const string = (r: Random, over: Partial<StringPatch>): StringPatch => ({
  kind: 'string',
  ring: between(r, 1.5, 5),
  bright: between(r, 0.3, 0.95),
  position: between(r, 0.08, 0.45),
  release: between(r, 0.05, 0.2),
  ...over,
});

/** A spectrum that no other song has: random harmonics under a random slope. */
const ownSpectrum = (r: Random): number[] => {
  const slope = between(r, 0.4, 1.6);
  return Array.from({ length: 24 }, (_, i) => between(r, -1, 1) * power(i + 1, -slope));
};

const drawbars = (r: Random): number[] => {
  const bars = Array.from({ length: 16 }, () => 0);
  for (const h of [1, 2, 3, 4, 6, 8, 10, 12, 16]) bars[h - 1] = r.int(9) / 8 / Math.sqrt(h);
  bars[0] = 1;
  return bars;
};

const voice = (r: Random, over: Partial<VoicePatch>): VoicePatch => ({
  kind: 'voice',
  tract: pick(r, [1, 0.95, 0.88, 0.84, 0.78]),
  breath: between(r, 0.01, 0.12),
  singers: 1,
  vibrato: { hz: between(r, 4.6, 6.2), cents: between(r, 15, 60), delay: between(r, 0.2, 0.6) },
  amplitude: { attack: between(r, 0.02, 0.08), decay: 0.5, sustain: 0.85, release: between(r, 0.08, 0.25) },
  ...over,
});

/** Every family of instruments; a family makes another member for every song. */
export const instruments = {
  subBass: (r) =>
    analog({
      wave: pick(r, ['sine', 'triangle']),
      sub: between(r, 0, 0.5),
      cutoff: { base: between(r, 200, 500), tracking: 3, sweep: 200 },
    }),
  sawBass: (r) =>
    analog({
      wave: pick(r, ['saw', 'square', 'pulse']),
      voices: 1 + r.int(2),
      detune: between(r, 3, 12),
      sub: between(r, 0, 0.6),
      cutoff: { base: between(r, 80, 250), tracking: between(r, 1, 4), sweep: between(r, 300, 2500) },
      resonance: between(r, 0.8, 4),
      amplitude: { attack: 0.004, decay: between(r, 0.1, 0.5), sustain: between(r, 0.3, 0.9), release: 0.07 },
      brightness: { attack: 0.003, decay: between(r, 0.08, 0.4), sustain: between(r, 0, 0.4), release: 0.1 },
    }),
  acidBass: (r) =>
    analog({
      wave: pick(r, ['saw', 'square']),
      cutoff: { base: between(r, 80, 200), tracking: 1, sweep: between(r, 1500, 3500) },
      resonance: between(r, 4, 9),
      amplitude: { attack: 0.003, decay: 0.3, sustain: 0.6, release: 0.04 },
      brightness: { attack: 0.003, decay: between(r, 0.08, 0.25), sustain: 0.05, release: 0.05 },
    }),
  fmBass: (r) =>
    fm({
      ratio: pick(r, [0.5, 1, 2, 3]),
      index: between(r, 1.5, 5),
      indexDecay: between(r, 0.08, 0.4),
      indexSustain: between(r, 0, 0.3),
      feedback: between(r, 0, 0.15),
      amplitude: { attack: 0.003, decay: 0.6, sustain: 0.5, release: 0.08 },
    }),
  pluckedBass: (r) => string(r, { ring: between(r, 2, 6), bright: between(r, 0.15, 0.6), release: 0.07 }),
  electricPiano: (r) =>
    fm({
      ratio: pick(r, [1, 1, 2, 3, 7, 14]),
      index: between(r, 0.6, 2.2),
      indexDecay: between(r, 0.15, 0.8),
      indexSustain: between(r, 0, 0.2),
      amplitude: { attack: 0.003, decay: between(r, 1, 2.5), sustain: 0.1, release: between(r, 0.1, 0.4) },
    }),
  organ: (r) =>
    analog({
      wave: drawbars(r),
      cutoff: { base: 6000, tracking: 4, sweep: 0 },
      noise: between(r, 0, 0.02),
      amplitude: { attack: 0.008, decay: 0.1, sustain: 1, release: 0.05 },
      vibrato: { hz: between(r, 5, 7), cents: between(r, 3, 15), delay: 0.01 },
    }),
  guitar: (r) => string(r, {}),
  mutedGuitar: (r) => string(r, { ring: between(r, 0.15, 0.5), bright: between(r, 0.4, 0.9), release: 0.04 }),
  pad: (r) =>
    analog({
      wave: chance(r, 0.5) ? ownSpectrum(r) : pick(r, ['saw', 'pulse', 'triangle', 'square']),
      voices: 2 + r.int(3),
      detune: between(r, 6, 22),
      noise: between(r, 0, 0.04),
      cutoff: { base: between(r, 200, 900), tracking: between(r, 1, 4), sweep: between(r, 200, 2500) },
      resonance: between(r, 0.6, 1.6),
      amplitude: { attack: between(r, 0.1, 0.9), decay: 1, sustain: 0.9, release: between(r, 0.3, 1.2) },
      brightness: { attack: between(r, 0.2, 1.6), decay: 1.5, sustain: 0.6, release: 0.5 },
    }),
  strings: (r) =>
    analog({
      voices: 4,
      detune: between(r, 8, 18),
      cutoff: { base: between(r, 900, 2500), tracking: 2, sweep: 800 },
      amplitude: { attack: between(r, 0.06, 0.3), decay: 1, sustain: 0.9, release: between(r, 0.2, 0.5) },
      vibrato: { hz: between(r, 4.5, 6), cents: between(r, 6, 18), delay: 0.3 },
    }),
  brass: (r) =>
    analog({
      wave: pick(r, ['saw', 'pulse']),
      voices: 1 + r.int(3),
      detune: between(r, 4, 12),
      cutoff: { base: 150, tracking: between(r, 1, 2.5), sweep: between(r, 1500, 4500) },
      amplitude: { attack: between(r, 0.02, 0.06), decay: 0.4, sustain: 0.8, release: 0.1 },
      brightness: { attack: between(r, 0.03, 0.12), decay: 0.3, sustain: between(r, 0.3, 0.7), release: 0.1 },
    }),
  stabs: (r) =>
    analog({
      wave: pick(r, ['saw', 'square']),
      voices: 3,
      detune: between(r, 8, 20),
      cutoff: { base: between(r, 150, 500), tracking: 2, sweep: between(r, 1500, 5000) },
      resonance: between(r, 0.8, 3),
      amplitude: { attack: 0.003, decay: between(r, 0.1, 0.3), sustain: between(r, 0, 0.3), release: 0.12 },
      brightness: { attack: 0.003, decay: between(r, 0.06, 0.25), sustain: 0.1, release: 0.1 },
    }),
  lead: (r) =>
    analog({
      wave: chance(r, 0.4) ? ownSpectrum(r) : pick(r, ['saw', 'square', 'pulse', 'triangle']),
      voices: 1 + r.int(3),
      detune: between(r, 3, 14),
      cutoff: { base: between(r, 300, 1200), tracking: between(r, 1, 4), sweep: between(r, 500, 4000) },
      resonance: between(r, 0.7, 3),
      vibrato: { hz: between(r, 4.5, 6.5), cents: between(r, 0, 35), delay: between(r, 0.15, 0.5) },
    }),
  fmLead: (r) =>
    fm({
      ratio: pick(r, [1, 2, 3, 0.5, 1.5, 4]),
      index: between(r, 0.8, 4),
      indexDecay: between(r, 0.2, 1),
      indexSustain: between(r, 0.2, 0.8),
      feedback: between(r, 0, 0.2),
      amplitude: { attack: between(r, 0.005, 0.05), decay: 0.6, sustain: 0.7, release: 0.15 },
      vibrato: { hz: between(r, 4.5, 6.5), cents: between(r, 0, 30), delay: 0.3 },
    }),
  flute: (r) =>
    analog({
      wave: [1, between(r, 0.1, 0.5), between(r, 0.05, 0.3), 0.08, 0.03],
      noise: between(r, 0.04, 0.18),
      cutoff: { base: 400, tracking: between(r, 2, 5), sweep: 500 },
      amplitude: { attack: between(r, 0.03, 0.09), decay: 0.3, sustain: 0.85, release: 0.1 },
      vibrato: { hz: between(r, 4.5, 5.8), cents: between(r, 10, 30), delay: 0.25 },
    }),
  bells: (r): BellPatch => ({
    kind: 'bell',
    click: between(r, 0, 0.3),
    partials: [1, between(r, 1.9, 2.1), between(r, 2.6, 3.1), between(r, 3.9, 4.3), between(r, 5, 6.9)].map(
      (ratio, i) => ({ ratio, level: between(r, 0.15, 0.8) / (1 + 0.5 * i), seconds: between(r, 0.8, 2.5) / (1 + i) }),
    ),
  }),
  mallet: (r): BellPatch => ({
    kind: 'bell',
    click: between(r, 0.1, 0.6),
    partials: [1, pick(r, [3, 3.93, 4]), pick(r, [9.2, 9.5, 10])].map((ratio, i) => ({
      ratio,
      level: between(r, 0.5, 1) / (1 + 2 * i),
      seconds: between(r, 0.3, 0.9) / (1 + i),
    })),
  }),
  riser: (r) =>
    analog({
      wave: pick(r, ['saw', 'sine']),
      noise: between(r, 0.5, 1),
      cutoff: { base: between(r, 150, 600), tracking: 0, sweep: between(r, 4000, 9000) },
      resonance: between(r, 0.8, 4),
      amplitude: { attack: 2.2, decay: 1, sustain: 1, release: 0.05 },
      brightness: { attack: 2.2, decay: 1, sustain: 1, release: 0.05 },
    }),
  faller: (r) =>
    analog({
      wave: 'sine',
      noise: between(r, 0.5, 1),
      cutoff: { base: between(r, 100, 300), tracking: 0, sweep: between(r, 4000, 9000) },
      resonance: between(r, 0.8, 3),
      amplitude: { attack: 0.005, decay: between(r, 1, 2), sustain: 0, release: 0.2 },
      brightness: { attack: 0.005, decay: between(r, 0.8, 2), sustain: 0, release: 0.2 },
    }),
  singer: (r) => voice(r, {}),
  choir: (r) => voice(r, { singers: 3 + r.int(2), amplitude: { attack: 0.2, decay: 1, sustain: 0.9, release: 0.4 } }),
} as const satisfies Record<string, Maker>;

export type InstrumentName = keyof typeof instruments;
