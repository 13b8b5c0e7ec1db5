import { createHash } from 'node:crypto';
import { createRandom } from '@sid/core';
import { encodeWav } from '@sid/dsp';
import { loudest, rms } from '@sid/effects';
import { describe, expect, it } from 'vitest';
import { changeOf, drawChange } from '../dataset/change.ts';
import { chooseExcerpt } from '../dataset/excerpt.ts';
import { type Options, optionsSchema } from '../dataset/options.ts';
import { drawQuery } from '../dataset/query.ts';
import { truthOf } from '../dataset/truth.ts';
import { mixDown } from '../song/master.ts';
import { renderSong } from '../song/render.ts';
import { writeSong } from '../song/write.ts';
import { produce, produceParts } from './produce.ts';
import { type ClassName, classNames } from './recipe.ts';

type Span = { readonly from: number; readonly to?: number };

const sampleRate = 22_050;
const score = writeSong('source', { genre: 'funk', seconds: 24 });
const song = renderSong(score, sampleRate);
const mix = mixDown(song);

const query = (stream: string, given: Partial<Options>, change = changeOf(0, 1)) => {
  const options = optionsSchema.parse({ querySeconds: 15, ...given });
  const excerpt = chooseExcerpt(createRandom(stream), score, [2, 5], options.effects);
  const recipe = drawQuery(stream, options, change, excerpt, score);
  return { recipe, truth: truthOf('S', 'Q', 'R', recipe, change) };
};

/** Normalised correlation of two stretches of equal length. */
const similarity = (a: Float32Array, b: Float32Array): number => {
  let ab = 0;
  let aa = 0;
  let bb = 0;
  for (let i = 0; i < Math.min(a.length, b.length); i++) {
    ab += (a[i] ?? 0) * (b[i] ?? 0);
    aa += (a[i] ?? 0) ** 2;
    bb += (b[i] ?? 0) ** 2;
  }
  return ab / Math.sqrt(aa * bb);
};

/**
 * Of two stretches without the fades of 5 ms at both ends. The second may lie two samples beside: times are rounded to
 * samples on both sides.
 */
const likeness = (heard: Float32Array, at: Span, source: Float32Array, from: Span): number => {
  const inner = { from: at.from + 0.005, to: (at.to ?? 0) - 0.005 };
  const start = Math.round((from.from + 0.005) * sampleRate);
  return Math.max(...[-2, -1, 0, 1, 2].map((lag) => similarity(between(heard, inner), source.subarray(start + lag))));
};

const between = (samples: Float32Array, span: Span): Float32Array =>
  samples.subarray(Math.round(span.from * sampleRate), Math.round((span.to ?? 0) * sampleRate));

describe('the truth of a query', () => {
  it('is where an unchanged excerpt alone correlates with its source', () => {
    for (const stream of ['a', 'b', 'c', 'd']) {
      const { recipe, truth } = query(stream, { layers: 'none', effects: false });
      const heard = produce(recipe, { song });
      expect(truth.inQuery).toHaveLength(1);
      for (const at of truth.inQuery) {
        for (const source of truth.inReference) {
          expect(likeness(heard, at, mix, source)).toBeGreaterThan(0.999);
        }
        // A tenth of a second off, nothing fits any more.
        const off = { from: at.from + 0.1, to: (at.to ?? 0) + 0.1 };
        for (const source of truth.inReference) {
          expect(likeness(heard, off, mix, source)).toBeLessThan(0.9);
        }
      }
      expect(rms(heard, 0, Math.round((truth.inQuery[0]?.from ?? 0) * sampleRate))).toBeLessThan(1e-3);
    }
  });

  it('names every slice of a chopped loop, and nothing else is heard', () => {
    let chopped = 0;
    for (let i = 0; i < 40; i++) {
      const { recipe, truth } = query(`chop ${i}`, { layers: 'none' });
      const plain = { ...recipe.sample.treatment, filter: 'none' as const, eq: [] };
      const { compressor: _, bits: __, ...treatment } = plain;
      const { stems: ___, ...sample } = recipe.sample;
      if (new Set(sample.slices.map((slice) => slice.from)).size < 2) continue;
      chopped++;
      const { sample: heard } = produceParts({ ...recipe, sample: { ...sample, treatment } }, { song });
      for (const { at, from, to } of sample.slices) {
        const inQuery = { from: at, to: Math.min(recipe.seconds, at + to - from) };
        const inReference = { from: sample.from + from, to: sample.from + to };
        expect(likeness(heard, inQuery, mix, inReference)).toBeGreaterThan(0.999);
        expect(truth.inQuery.some((t) => Math.abs(t.from - at) < 1e-3)).toBe(true);
        expect(
          truth.inReference.some((t) => t.from - 1e-3 <= inReference.from && (t.to ?? 0) + 1e-3 >= inReference.to),
        ).toBe(true);
      }
      const outside = heard.slice();
      for (const { from, to = 0 } of truth.inQuery) {
        outside.fill(0, Math.max(0, Math.round(from * sampleRate) - 2), Math.round(to * sampleRate) + 2);
      }
      expect(loudest(outside)).toBe(0);
    }
    expect(chopped).toBeGreaterThan(2);
  });

  it.each(classNames)('has the level it says: %s', (name: ClassName) => {
    for (const stream of ['x', 'y']) {
      const { recipe, truth } = query(`${name} ${stream}`, {}, drawChange(createRandom(stream), name));
      const { sample, rest } = produceParts(recipe, { song });
      const entry = Math.max(...recipe.layers.map((layer) => layer.from));
      let own = 0;
      let others = 0;
      for (const span of truth.inQuery.filter(({ from }) => from >= entry - 1e-3)) {
        own += rms(between(sample, span)) ** 2 * between(sample, span).length;
        others += rms(between(rest, span)) ** 2 * between(rest, span).length;
      }
      expect(Math.abs(10 * Math.log10(own / others) - (truth.levelDb ?? 0))).toBeLessThan(0.1);
      expect(truth.class).toBe(name);
    }
  });

  it('holds the right number of seconds for the tempo ratio', () => {
    const { truth } = query('tempo', { layers: 'none', effects: false }, changeOf(-3, 1.2));
    const [at, source] = [truth.inQuery[0], truth.inReference[0]];
    expect(((source?.to ?? 0) - (source?.from ?? 0)) / ((at?.to ?? 0) - (at?.from ?? 0))).toBeCloseTo(1.2, 2);
    expect([truth.semitones, truth.tempoRatio, truth.class]).toEqual([-3, 1.2, 'both']);
  });
});

/** Decaying tones of 440 Hz, one every half second: a source whose pitch and tempo can be read off. */
const pulses = Float32Array.from({ length: 12 * sampleRate }, (_, i) => {
  const t = (i / sampleRate) % 0.5;
  return 0.8 * Math.sin(2 * Math.PI * 440 * t) * Math.exp(-12 * t);
});

describe('pitch and tempo as they are heard in the query', () => {
  it.each([
    [3, 0.85],
    [-3, 1.2],
    [0, 1.35],
    [-4, 1],
  ])('%d semitones, ratio %d', (semitones, tempoRatio) => {
    const options = optionsSchema.parse({ querySeconds: 12, layers: 'none', effects: false });
    const change = changeOf(semitones, tempoRatio);
    const recipe = drawQuery('pulses', options, change, { from: 1, seconds: 4, beats: 8 });
    const truth = truthOf('S', 'Q', 'R', recipe, change);
    const heard = between(produce(recipe, { samples: pulses }), truth.inQuery[0] ?? { from: 0 });

    const rises: number[] = [];
    for (let i = 100; i + 400 < heard.length; i += 20) {
      const before = rms(heard, i - 100, i);
      const after = rms(heard, i, i + 200);
      if (after > 0.25 && after > 2.5 * before && i - (rises.at(-1) ?? -9e9) > 0.2 * sampleRate) rises.push(i);
    }
    const gaps = rises.slice(1).map((at, i) => (at - (rises[i] ?? 0)) / sampleRate);
    expect(gaps.length).toBeGreaterThanOrEqual(6);
    for (const gap of gaps) expect(Math.abs(gap - 0.5 / tempoRatio)).toBeLessThan(0.02);

    const strength = (hz: number): number => {
      let re = 0;
      let im = 0;
      for (const [i, x] of heard.subarray(0, sampleRate).entries()) {
        re += x * Math.cos((2 * Math.PI * hz * i) / sampleRate);
        im += x * Math.sin((2 * Math.PI * hz * i) / sampleRate);
      }
      return Math.hypot(re, im);
    };
    // Repeated tones have a line spectrum: its envelope is looked at in halves of a semitone.
    const near = (shift: number): number =>
      Math.max(...[-0.1, -0.05, 0, 0.05, 0.1].map((d) => strength(440 * 2 ** ((shift + d) / 12))));
    const shifts = Array.from({ length: 21 }, (_, i) => i / 2 - 5);
    const best = shifts.reduce((a, b) => (near(b) > near(a) ? b : a));
    expect(Math.abs(best - semitones)).toBe(0);
  });
});

describe('produce', () => {
  it('gives the same bytes on every machine', () => {
    const { recipe } = query('pinned', {}, changeOf(2, 0.9));
    const wav = encodeWav(produce(recipe, { song }), sampleRate);
    expect(createHash('sha256').update(wav).digest('hex').slice(0, 16)).toMatchInlineSnapshot(`"8c413d54e135f908"`);
  });

  it('is never silent for long', () => {
    for (let i = 0; i < 12; i++) {
      const heard = produce(query(`silence ${i}`, { querySeconds: 10 }).recipe, { song });
      for (let s = 0; s < 8; s++) expect(rms(heard, s * sampleRate, (s + 2) * sampleRate)).toBeGreaterThan(1e-3);
    }
  });

  it('neither clips nor holds anything but numbers', () => {
    for (const name of classNames) {
      const { recipe } = query(`sane ${name}`, {}, drawChange(createRandom(name), name));
      const heard = produce(recipe, { song });
      expect(heard.length).toBe(15 * sampleRate);
      expect(heard.every(Number.isFinite)).toBe(true);
      expect(loudest(heard)).toBeLessThan(0.92);
      expect(rms(heard)).toBeGreaterThan(0.01);
    }
  });
});
