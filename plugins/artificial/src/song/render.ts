import { createRandom } from '@sid/core';
import { controlStep, decibels, filter, gain, mixInto, power, rms, squared } from '@sid/effects';
import { strike } from '../synth/drums.ts';
import { chorus, distort, echo, reverb } from '../synth/effects.ts';
import { play } from '../synth/play.ts';
import {
  type Effects,
  keyName,
  type Master,
  type Part,
  type Score,
  type Section,
  type StemName,
  stemNames,
} from './score.ts';
import { type SongOptions, writeSong } from './write.ts';

export interface Stem {
  readonly name: StemName;
  readonly samples: Float32Array;
}

/** A rendered song; its stems are as long as the song and sum up to the mix before the last saturation. */
export interface Song {
  readonly title: string;
  readonly tempo: number;
  readonly key: string;
  readonly genre: string;
  readonly sampleRate: number;
  readonly stems: readonly Stem[];
  readonly sections: readonly Section[];
  readonly master: Master;
  readonly seed: string;
}

const beat = (out: Float32Array, part: Extract<Part, { hits: unknown }>, seed: string, sampleRate: number): void => {
  // A drummer never strikes twice alike: five takes of every piece, at the nearest of eight strengths.
  const takes = new Map<string, Float32Array>();
  const random = createRandom(`${seed}/takes`);
  for (const { at, piece, velocity } of part.hits) {
    const strength = Math.ceil(velocity * 8) / 8;
    const key = `${seed}/${piece}/${strength}/${random.int(5)}`;
    const pitch = piece === 'tom' || piece === 'conga' ? 1 + 0.25 * random.int(3) : 1;
    const known = takes.get(`${key}/${pitch}`) ?? strike(part.kit[piece], strength, pitch, sampleRate, key);
    takes.set(`${key}/${pitch}`, known);
    mixInto(out, known, Math.round(at * sampleRate), velocity / strength);
  }
};

const sweep = (samples: Float32Array, sampleRate: number, effects: Effects): void => {
  for (const { from, to, startHz, endHz } of effects.sweeps) {
    const part = samples.subarray(Math.round(from * sampleRate), Math.round(to * sampleRate));
    const blocks = Math.max(1, part.length / controlStep);
    filter(part, sampleRate, 'low', (block) => startHz * power(endHz / startHz, block / blocks), 0.9);
  }
};

const duck = (samples: Float32Array, sampleRate: number, depth: number, kicks: readonly number[]): void => {
  const length = Math.round(0.22 * sampleRate);
  for (const at of kicks) {
    const start = Math.round(at * sampleRate);
    const end = Math.min(length, samples.length - start);
    for (let i = 0; i < end; i++) {
      samples[start + i] = (samples[start + i] ?? 0) * (1 - depth * squared(1 - i / length));
    }
  }
};

/** Level where there is sound: mean power of the tenth-seconds above −40 dB of the loudest. */
const activeRms = (samples: Float32Array, sampleRate: number): number => {
  const size = Math.round(sampleRate / 10);
  const powers: number[] = [];
  for (let from = 0; from < samples.length; from += size) {
    powers.push(squared(rms(samples, from, Math.min(samples.length, from + size))));
  }
  const floor = 1e-4 * powers.reduce((a, b) => Math.max(a, b), 0);
  const active = powers.filter((p) => p > floor);
  return Math.sqrt(active.reduce((a, b) => a + b, 0) / Math.max(1, active.length));
};

const renderPart = (
  part: Part,
  score: Score,
  seed: string,
  length: number,
  sampleRate: number,
  kicks: readonly number[],
): Float32Array => {
  const out = new Float32Array(length);
  if ('hits' in part) beat(out, part, seed, sampleRate);
  else {
    const random = createRandom(seed);
    for (const note of part.notes) play(out, part.patch, note, sampleRate, random);
  }
  const { effects } = part;
  distort(out, effects.drive);
  sweep(out, sampleRate, effects);
  if (effects.chorus.wet > 0) chorus(out, sampleRate, effects.chorus.hz, effects.chorus.seconds, effects.chorus.wet);
  if (effects.echo.wet > 0) echo(out, sampleRate, effects.echo.seconds, effects.echo.feedback, effects.echo.wet);
  if (effects.duck > 0) duck(out, sampleRate, effects.duck, kicks);
  if (effects.send > 0.03) {
    const { seconds, size, damping } = score.room;
    mixInto(out, reverb(out, sampleRate, seconds, size, damping), 0, effects.send);
  }
  const level = activeRms(out, sampleRate);
  gain(out, level > 0 ? (0.1 * decibels(part.levelDb)) / level : 0);
  return out;
};

/** Renders a score. @param stems - only these, with the same samples that they have in the whole song */
export const renderSong = (score: Score, sampleRate: number, stems: readonly StemName[] = stemNames): Song => {
  const length = Math.round(score.seconds * sampleRate);
  const kicks = score.parts.flatMap((part) =>
    'hits' in part ? part.hits.filter((hit) => hit.piece === 'kick').map((hit) => hit.at) : [],
  );
  const rendered = new Map<StemName, Float32Array>();
  for (const [seat, part] of score.parts.entries()) {
    if (!stems.includes(part.stem)) continue;
    const samples = renderPart(part, score, `${score.seed}/part ${seat}`, length, sampleRate, kicks);
    const others = rendered.get(part.stem);
    if (others) mixInto(others, samples);
    else rendered.set(part.stem, samples);
  }
  const { title, tempo, genre, sections, master, seed } = score;
  const own = [...rendered].map(([name, samples]) => ({ name, samples }));
  return { title, tempo, key: keyName(score), genre, sampleRate, sections, master, seed, stems: own };
};

/**
 * Writes and renders a song.
 *
 * @param seed - any text; equal seeds and options give equal samples
 */
export const composeSong = (seed: string, options: SongOptions & { readonly sampleRate?: number } = {}): Song =>
  renderSong(writeSong(seed, options), options.sampleRate ?? 22_050);
