import { type Chunk, type Component, createRandom, type Pairing, type PreparedItem } from '@sid/core';
import { rms } from '@sid/effects';
import { describe, expect, it } from 'vitest';
import { degradedCopy } from './degraded-copy.ts';
import { audioFrontend, difference } from './frontends.test.fixture.ts';
import { audible, channelsOf, sumOf } from './stem-groups.ts';
import { stemSubset } from './stem-subset.ts';
import { twoView } from './two-view.ts';

const rate = 2000;

const chunkOf = (names: readonly string[], seconds: number): Chunk => ({
  song: 'song',
  stems: names.map((id) => {
    const random = createRandom(id);
    return {
      id,
      sampleRate: rate,
      samples: Float32Array.from({ length: seconds * rate }, () => 0.2 * random.normal()),
    };
  }),
});

const open = (component: Component<'pairing'>, options: object): Promise<Pairing> =>
  component.create(component.options.parse(options), { frontend: audioFrontend(rate) });

const samplesOf = (item: PreparedItem | undefined, name: string): Float32Array => {
  const found = item?.[name];
  if (!(found instanceof Float32Array)) throw new Error(`no ${name}`);
  return found;
};

/** Where `part` lies in `whole`, sample by sample; −1 where nowhere. */
const find = (part: Float32Array, whole: Float32Array): number => {
  for (let at = 0; at + part.length <= whole.length; at++)
    if (part.every((x, i) => Math.abs(x - (whole[at + i] ?? 0)) < 1e-5)) return at;
  return -1;
};

const names = ['drums', 'bass', 'lead vocals', 'piano'];

describe('channels', () => {
  it('are vocals, drums and the rest, where the names tell', () => {
    const chunk = chunkOf(names, 1);
    const samples = new Map(chunk.stems.map((stem) => [stem.id, stem.samples]));
    const of = (...ids: readonly string[]) => sumOf(ids.map((id) => samples.get(id) ?? new Float32Array(0)));
    expect(channelsOf(chunk, 'three')).toEqual([of('drums'), of('bass', 'piano'), of('lead vocals')]);
    expect(channelsOf(chunk, 'stems').length).toBe(4);
    expect(channelsOf(chunkOf(['guitar', 'backing'], 1), 'three').length).toBe(2);
    for (const [id, group] of [
      ['kick-hats', 0],
      ['garage-beat', 0],
      ['bgvox-2', 1],
      ['sy-bass', 2],
    ] as const) {
      const channels = channelsOf(chunkOf(['snare', 'vocals', 'keys', id], 1), 'three');
      const alone = channelsOf(chunkOf(['snare', 'vocals', 'keys'], 1), 'three');
      expect(channels.map((channel, i) => difference(channel, alone[i] ?? channel) > 0.01)).toEqual(
        [0, 1, 2].map((i) => i === group),
      );
    }
  });

  it('are left out where the formula says less than −10 dB: those that drown the others', () => {
    const [loud, ...others] = chunkOf(names, 1).stems.map(({ samples }) => samples);
    if (loud === undefined) return;
    // Signal: the two others; noise: the others minus the loud one.
    const at = (db: number) => {
      const factor = 10 ** (db / 20) * Math.SQRT2;
      return audible([loud.map((x) => factor * x), ...others.slice(0, 2)], -10).length;
    };
    expect(at(9)).toBe(3);
    expect(at(10)).toBe(2);
    expect(audible([new Float32Array(rate), new Float32Array(rate)], -10).length).toBe(0);
  });
});

describe('two-view', () => {
  const plain = { gainDb: 0, semitones: 0, tempo: [1, 1], channels: 'stems', chunkSeconds: 2 };

  it('adds one stem, moved by itself, to the others', async () => {
    const chunk = chunkOf(names, 2);
    const pairing = await open(twoView, plain);
    const offsets = new Set<number>();
    for (let seed = 0; seed < 12; seed++) {
      const item = await pairing.prepare(chunk, 1.75 * rate, createRandom(seed));
      const reference = samplesOf(item, 'reference');
      const query = samplesOf(item, 'query');
      const places = chunk.stems.map(({ samples }, i) => {
        const rest = sumOf(chunk.stems.flatMap((stem, k) => (k === i ? [] : [stem.samples])));
        return {
          own: find(reference, rest),
          other: find(
            query.map((x, j) => x - (reference[j] ?? 0)),
            samples,
          ),
        };
      });
      const found = places.filter(({ own }) => own >= 0);
      expect(found.length).toBe(1);
      expect(found[0]?.other).toBeGreaterThanOrEqual(0);
      offsets.add((found[0]?.own ?? 0) - (found[0]?.other ?? 0));
    }
    expect(offsets.size).toBeGreaterThan(6);
  });

  it('cuts the reference at a moment of its own where it is told to', async () => {
    const chunk = chunkOf(['vocals', 'bass'], 2);
    const pairing = await open(twoView, { ...plain, timeShift: true });
    const moved = new Set<number>();
    for (let seed = 0; seed < 12; seed++) {
      const item = await pairing.prepare(chunk, 1.75 * rate, createRandom(seed));
      const [reference, query] = [samplesOf(item, 'reference'), samplesOf(item, 'query')];
      const pairs = chunk.stems.flatMap((own, i) => {
        const other = chunk.stems[1 - i]?.samples ?? new Float32Array(0);
        const at = find(reference, own.samples);
        if (at < 0) return [];
        // What is left of the query without the sample from some moment on is the other stem.
        for (let from = 0; from <= 0.25 * rate; from++) {
          const rest = query.map((x, j) => x - (own.samples[from + j] ?? 0));
          if (find(rest, other) >= 0) return [from - at];
        }
        return [];
      });
      expect(pairs.length).toBe(1);
      moved.add(pairs[0] ?? 0);
    }
    expect(moved.size).toBeGreaterThan(6);
  });

  it('changes the level of the sample before it adds the stem, by up to 10 dB', async () => {
    const silent = {
      ...chunkOf(['vocals'], 2).stems[0],
      samples: new Float32Array(2 * rate),
      id: 'drums',
      sampleRate: rate,
    };
    const chunk = { song: 'song', stems: [...chunkOf(['vocals', 'bass'], 2).stems, silent] };
    const pairing = await open(twoView, { ...plain, gainDb: 10, leastDb: -300 });
    const levels: number[] = [];
    for (let seed = 0; seed < 60; seed++) {
      const item = await pairing.prepare(chunk, 2 * rate, createRandom(seed));
      const [query, reference] = [samplesOf(item, 'query'), samplesOf(item, 'reference')];
      const sum = sumOf(chunk.stems.map(({ samples }) => samples));
      if (find(reference, sum) === 0) levels.push(20 * Math.log10(rms(query) / rms(reference)));
    }
    expect(levels.length).toBeGreaterThan(10);
    expect(Math.max(...levels.map(Math.abs))).toBeLessThan(10.01);
    expect(Math.max(...levels)).toBeGreaterThan(6);
    expect(Math.min(...levels)).toBeLessThan(-6);
  });

  it('says what to do where chunks are too short', async () => {
    const pairing = await open(twoView, { chunkSeconds: 2 });
    await expect(pairing.prepare(chunkOf(names, 2), 3 * rate, createRandom(0))).rejects.toThrow(/3\.00 s.*2\.00 s/);
  });
});

describe('stem-subset', () => {
  it.each([
    ['any', 3],
    ['all-but-one', 1],
  ] as const)('takes a part of the stems as the sample: %s', async (subset, least) => {
    const chunk = chunkOf(names, 2);
    const pairing = await open(stemSubset, { chunkSeconds: 2, channels: 'stems', subset });
    const counts = new Set<number>();
    for (let seed = 0; seed < 20; seed++) {
      const item = await pairing.prepare(chunk, rate, createRandom(seed));
      const reference = samplesOf(item, 'reference');
      for (let mask = 1; mask < 15; mask++) {
        const part = chunk.stems.filter((_, i) => mask & (1 << i)).map(({ samples }) => samples);
        if (find(reference, sumOf(part)) >= 0) counts.add(part.length);
      }
      expect(samplesOf(item, 'query').length).toBe(rate);
    }
    expect(counts.size).toBeGreaterThanOrEqual(least);
    expect(counts.has(4)).toBe(false);
    if (subset === 'all-but-one') expect([...counts]).toEqual([3]);
  });

  it('cuts both windows anywhere', async () => {
    const chunk = chunkOf(['vocals', 'drums'], 2);
    const pairing = await open(stemSubset, { chunkSeconds: 2, semitones: 0, tempo: [1, 1], frames: false });
    const places = new Set<number>();
    for (let seed = 0; seed < 10; seed++) {
      const item = await pairing.prepare(chunk, rate, createRandom(seed));
      for (const { samples } of chunk.stems) places.add(find(samplesOf(item, 'reference'), samples));
    }
    expect(places.size).toBeGreaterThan(6);
  });
});

describe('degraded-copy', () => {
  it('leaves 5 to 10 dB between the mix and the noise', async () => {
    const chunk = chunkOf(names, 2);
    const options = { chunkSeconds: 2, amplitude: [0, 0], tempo: [1, 1], semitones: 0, gainDb: 0 };
    const pairing = await open(degradedCopy, options);
    const levels: number[] = [];
    for (let seed = 0; seed < 20; seed++) {
      const item = await pairing.prepare(chunk, 2 * rate, createRandom(seed));
      const [query, reference] = [samplesOf(item, 'query'), samplesOf(item, 'reference')];
      expect(find(reference, sumOf(chunk.stems.map(({ samples }) => samples)))).toBe(0);
      levels.push(20 * Math.log10(rms(reference) / rms(query.map((x, i) => x - (reference[i] ?? 0)))));
    }
    expect(Math.min(...levels)).toBeGreaterThan(4.8);
    expect(Math.max(...levels)).toBeLessThan(10.2);
    expect(Math.max(...levels) - Math.min(...levels)).toBeGreaterThan(2);
  });
});
