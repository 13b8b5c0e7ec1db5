import type { Random } from '@sid/core';
import { controlStep, cos, filter, power, sin } from '@sid/effects';
import { addShaped, bends } from './analog.ts';
import { envelopeLength, envelopeLevels } from './envelope.ts';
import { type BellPatch, type FmPatch, hertz, type Note, type StringPatch } from './patch.ts';
import { sine } from './wave.ts';

export const playFm = (out: Float32Array, patch: FmPatch, note: Note, sampleRate: number, random: Random): void => {
  const start = Math.round(note.at * sampleRate);
  const length = Math.min(envelopeLength(patch.amplitude, note.seconds, sampleRate), out.length - start);
  if (length <= 0) return;
  const voice = new Float32Array(length);
  const hz = hertz(note.midi);
  const bend = bends(patch.vibrato, Math.ceil(length / controlStep), sampleRate, random);
  // Strong modulation of high notes would fold back at half the sample rate.
  const sane = Math.min(1, (0.4 * sampleRate) / (hz * patch.ratio * (1 + patch.index)));
  const start0 = patch.index * sane * (0.35 + 0.65 * note.velocity);
  const fall = power(0.05, controlStep / (patch.indexDecay * sampleRate));
  let decaying = 1;
  let carrier = 0;
  let modulator = 0;
  let last = 0;
  for (let from = 0, block = 0; from < length; from += controlStep, block++) {
    const step = (hz / sampleRate) * (bend[block] ?? 1);
    const index = (start0 * (patch.indexSustain + (1 - patch.indexSustain) * decaying)) / (2 * Math.PI);
    decaying *= fall;
    const to = Math.min(length, from + controlStep);
    for (let i = from; i < to; i++) {
      last = sine(modulator + 8 + patch.feedback * last);
      voice[i] = sine(carrier + 8 + index * last);
      carrier += step;
      modulator += step * patch.ratio;
      if (carrier >= 1) carrier -= 1;
      modulator -= Math.floor(modulator);
    }
  }
  addShaped(
    out,
    start,
    voice,
    envelopeLevels(patch.amplitude, note.seconds, sampleRate, controlStep),
    note.velocity * 0.3,
  );
};

export const playString = (
  out: Float32Array,
  patch: StringPatch,
  note: Note,
  sampleRate: number,
  random: Random,
): void => {
  const start = Math.round(note.at * sampleRate);
  const hz = hertz(note.midi);
  const mix = 0.5 + 0.45 * patch.bright;
  // The damping filter delays by 1 − mix samples; the rest of the period is a line of whole samples and a fraction.
  const loop = Math.max(2, sampleRate / hz - (1 - mix));
  const whole = Math.floor(loop);
  const fraction = loop - whole;
  const release = { attack: 0.001, decay: 1, sustain: 1, release: patch.release };
  const length = Math.min(envelopeLength(release, note.seconds, sampleRate), out.length - start);
  if (length <= 0) return;
  const line = new Float32Array(whole);
  const pluck = Float32Array.from({ length: whole }, () => 2 * random.next() - 1);
  filter(pluck, sampleRate, 'low', 400 + (0.15 + 0.85 * patch.bright * note.velocity) * 0.45 * sampleRate);
  const shift = Math.max(1, Math.min(whole - 1, Math.round(patch.position * whole)));
  for (let i = 0; i < whole; i++) line[i] = (pluck[i] ?? 0) - (pluck[(i + whole - shift) % whole] ?? 0);
  const ring = patch.ring * Math.sqrt(220 / hz);
  const loss = power(0.001, 1 / (ring * hz));
  const voice = new Float32Array(length);
  let at = 0;
  let last = 0;
  let older = 0;
  for (let i = 0; i < length; i++) {
    const x = line[at] ?? 0;
    voice[i] = x;
    const delayed = x + fraction * (older - x);
    older = x;
    const damped = mix * delayed + (1 - mix) * last;
    last = delayed;
    line[at] = damped * loss;
    at = at === whole - 1 ? 0 : at + 1;
  }
  const levels = envelopeLevels(release, note.seconds, sampleRate, controlStep);
  addShaped(out, start, voice, levels, note.velocity * 0.45);
};

export const playBell = (out: Float32Array, patch: BellPatch, note: Note, sampleRate: number, random: Random): void => {
  const start = Math.round(note.at * sampleRate);
  const hz = hertz(note.midi);
  for (const { ratio, level, seconds } of patch.partials) {
    const w = (2 * Math.PI * hz * ratio) / sampleRate;
    if (w > 0.9 * Math.PI) continue;
    // A damped sine by its two-term recurrence: y[n] = 2r·cos(w)·y[n−1] − r²·y[n−2].
    const r = power(0.001, 1 / (seconds * sampleRate));
    const c = 2 * r * cos(w);
    const rr = r * r;
    const length = Math.min(Math.ceil(seconds * sampleRate), out.length - start);
    let y1 = 0;
    let y2 = (-level * note.velocity * 0.3 * sin(w)) / r;
    for (let i = 0; i < length; i++) {
      const y = c * y1 - rr * y2;
      out[start + i] = (out[start + i] ?? 0) + y;
      y2 = y1;
      y1 = y;
    }
  }
  const click = Math.min(Math.round(0.004 * sampleRate), out.length - start);
  for (let i = 0; i < click; i++) {
    out[start + i] =
      (out[start + i] ?? 0) + patch.click * note.velocity * 0.3 * (2 * random.next() - 1) * (1 - i / click);
  }
};
