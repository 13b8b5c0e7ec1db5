import { type Chunk, createRandom, type Pairing, type TrainingBatch } from '@sid/core';
import { rms } from '@sid/effects';
import { syntheticChunk } from '@sid/testkit';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { activity } from './activity.ts';
import { artificialMix } from './artificial-mix.ts';
import { atTempo, higher, magnitudes } from './complex-picture.ts';
import { audioFrontend, bandFrontend, difference, melFrontend } from './frontends.test.fixture.ts';
import { columns, normalised } from './picture.ts';
import { producer } from './producer.ts';
import { placeBeside, sampled, sourceOf } from './sampling.ts';

const frontend = bandFrontend();
const { sampleRate } = frontend.spec;

const openMix = (options: object): Promise<Pairing> =>
  artificialMix.create(artificialMix.options.parse(options), { frontend });

/** Chunks of two stems, so that A is one of them and B the other. */
const pairsOfStems = (seconds: number): Chunk[] =>
  [1, 2, 3].map((seed) => {
    const { song, stems } = syntheticChunk(seed, seconds, sampleRate);
    return { song, stems: stems.slice(0, 2) };
  });

const batchOf = async (pairing: Pairing, chunks: readonly Chunk[], frames: number): Promise<TrainingBatch> => {
  const items = [];
  for (const [i, chunk] of chunks.entries()) {
    const item = await pairing.prepare(chunk, frames, createRandom(i));
    if (item !== undefined) items.push(item);
  }
  return pairing.combine(items, createRandom(0));
};

describe('artificial-mix', () => {
  const still = { timeStretch: false, timeShift: false, pitchShift: false, effects: 0 };

  it('is A(i) + B(i − 1) as if the audio had been added, beside the sum of all stems', async () => {
    const chunks = pairsOfStems(4);
    const frames = 150;
    const { windows, views } = await batchOf(await openMix({ ...still, chunkSeconds: 4 }), chunks, frames);
    const window = async (...parts: readonly Float32Array[]) => {
      const samples = (parts[0] ?? new Float32Array(0)).map((_, i) =>
        parts.reduce((sum, part) => sum + (part[i] ?? 0), 0),
      );
      const picture = await frontend.extract({ id: 'x', sampleRate, samples });
      return normalised(frontend, columns(picture, Math.round((picture.cols - frames) / 2), frames));
    };
    for (const [i, { stems }] of chunks.entries()) {
      const reference = await window(...stems.map(({ samples }) => samples));
      expect(difference(windows[i]?.data ?? new Float32Array(0), reference.data)).toBeLessThan(0.01);
      const before = chunks.at(i - 1)?.stems ?? [];
      const possible = await Promise.all(
        stems.flatMap((a) => before.map(async (b) => (await window(a.samples, b.samples)).data)),
      );
      const mixed = windows[chunks.length + i]?.data ?? new Float32Array(0);
      // Next to no energy, sums of logarithms differ by rounding: the mean tells.
      const off = possible.map(
        (data) => data.reduce((sum, x, k) => sum + Math.abs(x - (mixed[k] ?? 0)), 0) / data.length,
      );
      expect(off.filter((mean) => mean < 1e-3).length).toBe(1);
    }
    expect(views).toEqual([
      ...[0, 1, 2].map((i) => ({ side: 'reference', songs: [i] })),
      { side: 'query', songs: [0, 2] },
      { side: 'query', songs: [1, 0] },
      { side: 'query', songs: [2, 1] },
    ]);
  });

  it('is one song alone as contrastive baseline', async () => {
    const { views } = await batchOf(await openMix({ mix: false, chunkSeconds: 4 }), pairsOfStems(4), 100);
    expect(views.slice(3).map(({ songs }) => songs)).toEqual([[0], [1], [2]]);
  });

  it('fills up a reference that has become too short, at both sides', async () => {
    const pairing = await openMix({ ...still, timeStretch: true, timeShift: true, tempo: [1.5, 1.5], chunkSeconds: 4 });
    const { windows } = await batchOf(pairing, pairsOfStems(4), 190);
    const empty = (col: number, i: number): boolean => {
      const { rows = 0, cols = 0, data } = windows[i] ?? {};
      return Array.from({ length: rows }, (_, row) => data?.[row * cols + col] ?? 0).every((x) => x < -27);
    };
    for (const i of [0, 1, 2]) {
      const counts = Array.from({ length: 190 }, (_, col) => empty(col, i)).filter(Boolean).length;
      expect(counts).toBeGreaterThan(50);
      expect(counts).toBeLessThan(75);
    }
  });

  it('has no use for a chunk in which fewer than two stems sound most of the time', async () => {
    const [chunk] = pairsOfStems(4);
    const [one, other] = chunk?.stems ?? [];
    if (one === undefined || other === undefined) return;
    const late = other.samples.map((x, i) => (i < 3 * sampleRate ? 0 : x));
    const stems = [one, { ...other, samples: late }];
    expect(activity(stems).mostly.length).toBe(1);
    expect(activity(stems).ever.length).toBe(2);
    const pairing = await openMix({ chunkSeconds: 4 });
    expect(await pairing.prepare({ song: 's', stems }, 100, createRandom(0))).toBeUndefined();
  });

  it('refuses a frontend without complex pictures', async () => {
    const made = artificialMix.create(artificialMix.options.parse({}), { frontend: melFrontend() });
    await expect(made).rejects.toThrow(/the frontend gives none/);
  });
});

describe('complex pictures', () => {
  const tone = (hz: number) =>
    Float32Array.from({ length: 2 * sampleRate }, (_, i) => Math.sin((2 * Math.PI * hz * i) / sampleRate));
  const pictureOf = async (samples: Float32Array) => {
    const picture = await frontend.complex?.({ id: 'tone', sampleRate, samples });
    if (picture === undefined) throw new Error('no complex picture');
    return picture;
  };
  const loudestRow = ({ rows, cols, data }: { rows: number; cols: number; data: Float32Array }): number => {
    const levels = Array.from({ length: rows }, (_, row) => rms(data, row * cols, (row + 1) * cols));
    return levels.indexOf(Math.max(...levels));
  };

  it('moved up by so many bins are those of a higher tone', async () => {
    const low = await pictureOf(tone(440));
    for (const bins of [-6, 5])
      expect(loudestRow(magnitudes(higher(low, bins)))).toBe(
        loudestRow(magnitudes(await pictureOf(tone(440 * 2 ** (bins / 24))))),
      );
    expect(higher(low, 0)).toBe(low);
  });

  it('have ⌊width / t⌋ columns at another tempo, and the same at tempo 1', async () => {
    const picture = await pictureOf(tone(440));
    expect(atTempo(picture, 1)).toBe(picture);
    for (const t of [0.7, 1.5]) expect(atTempo(picture, t).real.cols).toBe(Math.floor(picture.real.cols / t));
    // As PyTorch's interpolate of [0, 1, 2, 3] to two and to eight values.
    const ramp = { rows: 1, cols: 4, data: Float32Array.of(0, 1, 2, 3) };
    const both = { real: ramp, imaginary: ramp };
    expect([...atTempo(both, 2).real.data]).toEqual([0.5, 2.5]);
    expect([...atTempo(both, 0.5).imaginary.data]).toEqual([0, 0.25, 0.75, 1.25, 1.75, 2.25, 2.75, 3]);
  });
});

describe('producer', () => {
  const unchanged = { semitones: 0, tempo: [1, 1], change: 0, signalsmith: 0, excerptSeconds: [1, 8] } as const;

  it('knows what of a source is heard in a query', () => {
    const [source] = syntheticChunk(1, 14, sampleRate).stems;
    for (let seed = 0; seed < 40; seed++) {
      const random = createRandom(seed);
      const { window, heard } = sampled(
        sourceOf([source?.samples ?? new Float32Array(0)]),
        4 * sampleRate,
        { ...unchanged, sampleRate },
        random,
      );
      expect(window.length).toBe(4 * sampleRate);
      expect(rms(window)).toBeGreaterThan(1e-3);
      expect(heard[0]).toBeGreaterThanOrEqual(0);
      expect(heard[1]).toBeGreaterThan(heard[0]);
      expect(heard[1]).toBeLessThanOrEqual(14 * sampleRate);
    }
  });

  it('puts the reference where it holds half of that, or is half filled with it', () => {
    void fc.assert(
      fc.property(
        fc.integer({ min: 10, max: 100 }),
        fc.integer({ min: 0, max: 900 }),
        fc.integer({ min: 20, max: 500 }),
        fc.integer(),
        (length, from, count, seed) => {
          const to = Math.min(1000, from + count);
          const at = placeBeside([from, to], length, 1000, createRandom(seed));
          expect(at).toBeGreaterThanOrEqual(0);
          expect(at).toBeLessThanOrEqual(1000 - length);
          const shared = Math.min(at + length, to) - Math.max(at, from);
          expect(shared).toBeGreaterThanOrEqual(0.5 * Math.min(to - from, length) - 1);
        },
      ),
    );
  });

  it('lays a sample so many decibels above or below the other music', async () => {
    const audio = audioFrontend(sampleRate);
    const frames = 2 * sampleRate;
    const chunks = [1, 2, 3].map((seed) => syntheticChunk(seed, 6, sampleRate));
    for (const db of [-12, 6]) {
      const options = producer.options.parse({ chunkSeconds: 6, levelDb: [db, db], alone: 0 });
      const pairing = await producer.create(options, { frontend: audio });
      const items = await Promise.all(chunks.map((chunk, i) => pairing.prepare(chunk, frames, createRandom(i))));
      const { windows, views } = pairing.combine(
        items.filter((item) => item !== undefined),
        createRandom(1),
      );
      expect(views.map(({ songs }) => songs.length)).toEqual([1, 1, 1, 2, 2, 2]);
      for (const [i, item] of items.entries()) {
        const own = item?.real instanceof Float32Array ? item.real : new Float32Array(0);
        const other = items.at(i - 1)?.companyReal;
        const company = other instanceof Float32Array ? other : new Float32Array(0);
        const factor = rms(own) / rms(company) / 10 ** (db / 20);
        const expected = own.map((x, k) => Math.abs(x + factor * (company[k] ?? 0)));
        expect(difference(windows[3 + i]?.data ?? own, expected)).toBeLessThan(1e-4 * (1 + factor));
      }
    }
  });
});
