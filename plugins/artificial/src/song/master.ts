import { createRandom } from '@sid/core';
import { decibels, exponential, filter, gain, loudest, mixInto } from '@sid/effects';
import type { Song, Stem } from './render.ts';
import { type StemName, stemNames } from './score.ts';

/** Raises or lowers what is above 1 kHz, by a one-pole shelf in place. */
const tilt = (samples: Float32Array, sampleRate: number, db: number): void => {
  const pace = 1 - exponential((-2 * Math.PI * 1000) / sampleRate);
  const high = decibels(db);
  let low = 0;
  for (let i = 0; i < samples.length; i++) {
    const x = samples[i] ?? 0;
    low += pace * (x - low);
    samples[i] = low + high * (x - low);
  }
};

/** The mastered mix, peak 0.9. @param stems - which of them; all where absent */
export const mixDown = (song: Song, stems: readonly StemName[] = stemNames): Float32Array => {
  const { sampleRate, master } = song;
  const out = new Float32Array(song.stems[0]?.samples.length ?? 0);
  for (const stem of song.stems) if (stems.includes(stem.name)) mixInto(out, stem.samples);
  tilt(out, sampleRate, master.tiltDb);
  // The curve is x / (1 + x⁴)^¼: straight for quiet sounds, never past 1.
  const drive = 1 + 2 * master.loudness;
  for (let i = 0; i < out.length; i++) {
    const x = (out[i] ?? 0) * drive;
    out[i] = x / Math.sqrt(Math.sqrt(1 + x * x * x * x));
  }
  if (master.limitHz !== undefined) filter(out, sampleRate, 'low', master.limitHz);
  const peak = loudest(out);
  gain(out, peak > 0 ? 0.9 / peak : 0);
  if (master.hissDb !== undefined) {
    const random = createRandom(`${song.seed}/hiss`);
    const level = decibels(master.hissDb) * Math.sqrt(3);
    for (let i = 0; i < out.length; i++) out[i] = (out[i] ?? 0) + level * (2 * random.next() - 1);
  }
  return out;
};

/**
 * The stems as they are heard in the mastered mix: saturation becomes a gain that follows the mix, which all stems
 * share, so that they add up to the mix of `mixDown` without its hiss.
 */
export const masterStems = (song: Song): Stem[] => {
  const { sampleRate, master } = song;
  const stems = song.stems.map(({ name, samples }) => ({ name, samples: samples.slice() }));
  for (const { samples } of stems) tilt(samples, sampleRate, master.tiltDb);
  const mix = new Float32Array(stems[0]?.samples.length ?? 0);
  for (const { samples } of stems) mixInto(mix, samples);
  const drive = 1 + 2 * master.loudness;
  for (let i = 0; i < mix.length; i++) {
    const x = (mix[i] ?? 0) * drive;
    const factor = drive / Math.sqrt(Math.sqrt(1 + x * x * x * x));
    for (const { samples } of stems) samples[i] = (samples[i] ?? 0) * factor;
  }
  mix.fill(0);
  for (const { samples } of stems) {
    if (master.limitHz !== undefined) filter(samples, sampleRate, 'low', master.limitHz);
    mixInto(mix, samples);
  }
  const peak = loudest(mix);
  for (const { samples } of stems) gain(samples, peak > 0 ? 0.9 / peak : 0);
  return stems;
};
