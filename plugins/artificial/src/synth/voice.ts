import type { Random } from '@sid/core';
import { controlStep, exp2, filter, pick, power } from '@sid/effects';
import { addShaped, bends, oscillate } from './analog.ts';
import { envelopeLength, envelopeLevels } from './envelope.ts';
import { hertz, type Note, type VoicePatch } from './patch.ts';
import { tableFor, waveFor } from './wave.ts';

/** Formants of an adult man's vowels in hertz: F1, F2, F3, F4 (rounded textbook values). */
const vowels = [
  [730, 1090, 2440, 3400],
  [530, 1840, 2480, 3500],
  [270, 2290, 3010, 3700],
  [570, 840, 2410, 3300],
  [300, 870, 2240, 3300],
  [500, 1500, 2500, 3500],
] as const;

const levels = [1, 0.55, 0.28, 0.14] as const;
const widths = [9, 12, 16, 18] as const;

export const playVoice = (
  out: Float32Array,
  patch: VoicePatch,
  note: Note,
  sampleRate: number,
  random: Random,
): void => {
  const start = Math.round(note.at * sampleRate);
  const hz = hertz(note.midi);
  const length = Math.min(envelopeLength(patch.amplitude, note.seconds, sampleRate), out.length - start);
  if (length <= 0) return;
  const blocks = Math.ceil(length / controlStep);
  const source = new Float32Array(length);
  const table = tableFor(waveFor('glottis'), hz, sampleRate);
  for (let s = 0; s < patch.singers; s++) {
    const bend = bends(patch.vibrato, blocks, sampleRate, random);
    // Singers slide up into a note.
    const scoop = 0.06 * random.next();
    for (let b = 0; b < Math.min(blocks, 100); b++) bend[b] = (bend[b] ?? 1) * (1 - scoop * power(0.95, b));
    const off = patch.singers === 1 ? 0 : 16 * (random.next() - 0.5);
    oscillate(source, table, (hz / sampleRate) * exp2(off / 1200), bend, random.next(), 1 / Math.sqrt(patch.singers));
  }
  const consonant = Math.round((random.next() < 0.5 ? 0.05 : 0) * sampleRate);
  for (let i = 0; i < length; i++) {
    const hiss = i < consonant ? 0.6 : patch.breath;
    source[i] = (source[i] ?? 0) + hiss * (2 * random.next() - 1);
  }
  const first = pick(random, vowels);
  const second = pick(random, vowels);
  const voice = new Float32Array(length);
  for (const [f, level] of levels.entries()) {
    const a = (first[f] ?? 1000) / patch.tract;
    const b = (second[f] ?? 1000) / patch.tract;
    if (Math.min(a, b) > 0.45 * sampleRate) continue;
    const band = filter(
      Float32Array.from(source),
      sampleRate,
      'band',
      (block) => a + (b - a) * Math.min(1, Math.max(0, (2.5 * block) / blocks - 0.75)),
      widths[f],
    );
    for (let i = 0; i < length; i++) voice[i] = (voice[i] ?? 0) + level * (band[i] ?? 0);
  }
  addShaped(
    out,
    start,
    voice,
    envelopeLevels(patch.amplitude, note.seconds, sampleRate, controlStep),
    note.velocity * 0.9,
  );
};
