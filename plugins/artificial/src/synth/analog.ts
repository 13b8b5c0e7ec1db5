import type { Random } from '@sid/core';
import { controlStep, exp2, filter } from '@sid/effects';
import { envelopeLength, envelopeLevels } from './envelope.ts';
import { type AnalogPatch, hertz, type Note, type Vibrato } from './patch.ts';
import { cycle, sine, tableFor, waveFor } from './wave.ts';

/** Factor on the frequency for every `controlStep` samples. */
export const bends = (vibrato: Vibrato, blocks: number, sampleRate: number, random: Random): Float32Array => {
  const phase = random.next();
  const seconds = controlStep / sampleRate;
  return Float32Array.from({ length: blocks }, (_, block) => {
    const t = block * seconds;
    const depth = vibrato.cents * Math.min(1, t / Math.max(0.01, vibrato.delay));
    return exp2((depth * sine(phase + vibrato.hz * t)) / 1200);
  });
};

/** Adds an oscillator to `out`. @param bend - see `bends` */
export const oscillate = (
  out: Float32Array,
  table: Float32Array,
  cyclesPerSample: number,
  bend: Float32Array,
  startPhase: number,
  level: number,
): void => {
  let x = startPhase * cycle;
  for (let from = 0, block = 0; from < out.length; from += controlStep, block++) {
    const step = cyclesPerSample * cycle * (bend[block] ?? 1);
    const to = Math.min(out.length, from + controlStep);
    for (let i = from; i < to; i++) {
      const j = x | 0;
      const a = table[j] ?? 0;
      out[i] = (out[i] ?? 0) + level * (a + (x - j) * ((table[j + 1] ?? 0) - a));
      x += step;
      if (x >= cycle) x -= cycle;
    }
  }
};

/** Adds `voice`, shaped by levels at every `controlStep` samples, to `out` from sample `start`. */
export const addShaped = (
  out: Float32Array,
  start: number,
  voice: Float32Array,
  levels: Float32Array,
  gain: number,
): void => {
  const length = Math.min(voice.length, out.length - start);
  for (let from = 0, block = 0; from < length; from += controlStep, block++) {
    let level = (levels[block] ?? 0) * gain;
    const step = ((levels[block + 1] ?? 0) * gain - level) / controlStep;
    const to = Math.min(length, from + controlStep);
    for (let i = from; i < to; i++) {
      out[start + i] = (out[start + i] ?? 0) + level * (voice[i] ?? 0);
      level += step;
    }
  }
};

export const playAnalog = (
  out: Float32Array,
  patch: AnalogPatch,
  note: Note,
  sampleRate: number,
  random: Random,
): void => {
  const start = Math.round(note.at * sampleRate);
  const hz = hertz(note.midi);
  const length = Math.min(envelopeLength(patch.amplitude, note.seconds, sampleRate), out.length - start);
  if (length <= 0) return;
  const voice = new Float32Array(length);
  const bend = bends(patch.vibrato, Math.ceil(length / controlStep), sampleRate, random);
  const table = tableFor(waveFor(patch.wave), hz, sampleRate);
  for (let v = 0; v < patch.voices; v++) {
    const spread = patch.voices === 1 ? 0 : (2 * v) / (patch.voices - 1) - 1;
    const detuned = (hz / sampleRate) * exp2((spread * patch.detune) / 1200);
    oscillate(voice, table, detuned, bend, random.next(), 1 / Math.sqrt(patch.voices));
  }
  if (patch.sub > 0) {
    oscillate(voice, tableFor(waveFor('sine'), hz, sampleRate), hz / 2 / sampleRate, bend, 0, patch.sub);
  }
  if (patch.noise > 0) {
    for (let i = 0; i < length; i++) voice[i] = (voice[i] ?? 0) + patch.noise * (2 * random.next() - 1);
  }
  const { base, tracking, sweep } = patch.cutoff;
  const bright = envelopeLevels(patch.brightness, note.seconds, sampleRate, controlStep);
  const hard = 0.5 + 0.5 * note.velocity;
  filter(
    voice,
    sampleRate,
    'low',
    (block) => (base + tracking * hz + sweep * (bright[block] ?? 0)) * hard,
    patch.resonance,
  );
  addShaped(
    out,
    start,
    voice,
    envelopeLevels(patch.amplitude, note.seconds, sampleRate, controlStep),
    note.velocity * 0.3,
  );
};
