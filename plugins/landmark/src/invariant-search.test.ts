import { createRandom, type Random } from '@sid/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { align } from './invariant-align.ts';
import { encodeInvariantPeaks } from './invariant-code.ts';
import { createQueryField } from './invariant-field.ts';
import { createInvariantLibrary } from './invariant-library.ts';
import { pitchRangeCents } from './invariant-listen.ts';
import { invariantOptions } from './invariant-options.ts';
import type { InvariantPeaks } from './invariant-peaks.ts';
import { searchInvariantly } from './invariant-search.ts';

interface Peak {
  readonly time: number;
  readonly cents: number;
  readonly rank: number;
}

const sorted = (peaks: readonly Peak[]): InvariantPeaks => {
  const order = [...peaks].sort((a, b) => a.time - b.time || a.cents - b.cents);
  return {
    milliseconds: Uint32Array.from(order, ({ time }) => Math.round(time)),
    cents: Uint16Array.from(order, ({ cents }) => Math.round(cents)),
    ranks: Uint8Array.from(order, ({ rank }) => rank),
  };
};

/** Peaks that know nothing of each other, about as dense as those of music. */
const scattered = (random: Random, seconds: number, perSecond: number): Peak[] =>
  Array.from({ length: seconds * perSecond }, () => ({
    time: random.next() * seconds * 1000,
    cents: 500 + random.next() * 6000,
    rank: random.int(20),
  }));

interface Entry {
  readonly at: number;
  readonly from: number;
  readonly to: number;
  readonly cents: number;
  readonly tempoRatio: number;
}

/** Stretches of a track among other peaks; of their own peaks six in ten are heard, a few milliseconds and cents off. */
const layered = (
  random: Random,
  track: readonly Peak[],
  seconds: number,
  entries: readonly Entry[],
): InvariantPeaks => {
  const heard = entries.flatMap(({ at, from, to, cents, tempoRatio }) =>
    track
      .filter(({ time }) => time >= from && time < to && random.next() < 0.6)
      .map(({ time, cents: pitch, rank }) => ({
        time: at + (time - from) / tempoRatio + random.normal() * 5,
        cents: pitch + cents + random.normal() * 4,
        rank,
      })),
  );
  return sorted([...heard, ...scattered(random, seconds, 25)].filter(({ time, cents }) => time >= 0 && cents >= 0));
};

const options = invariantOptions.parse({});

describe('a fitted line', () => {
  it('recovers shift, tempo and place from a suggestion that is off', () => {
    const change = fc.record({
      seed: fc.integer({ min: 1, max: 1e6 }),
      cents: fc.integer({ min: -400, max: 400 }),
      tempoRatio: fc.double({ min: 0.75, max: 1.35, noNaN: true }),
      cellsOff: fc.constantFrom(-0.5, 0.5),
    });
    fc.assert(
      fc.property(change, ({ seed, cents, tempoRatio, cellsOff }) => {
        const random = createRandom(seed);
        const track = scattered(random, 30, 40);
        const entry = { at: 6000, from: 10_000, to: 16_000, cents, tempoRatio };
        const field = createQueryField(layered(random, track, 20, [entry]), 20, pitchRangeCents);
        const suggested = {
          queryAt: 6000 + 3000 / tempoRatio + 30 * cellsOff,
          referenceAt: 13_000,
          tempoRatio: tempoRatio * Math.exp(0.02 * cellsOff),
          cents: cents + 40 * cellsOff,
        };
        const { line, bits, from, to } = align(suggested, sorted(track), field, pitchRangeCents);
        expect(Math.abs(line.cents - cents)).toBeLessThan(4);
        expect(Math.abs(line.tempoRatio / tempoRatio - 1)).toBeLessThan(0.005);
        expect(Math.abs(line.queryAt - (6000 + (line.referenceAt - 10_000) / tempoRatio))).toBeLessThan(8);
        expect(bits).toBeGreaterThan(60);
        const times = sorted(track).milliseconds;
        expect(Math.abs((times[from] as number) - 10_000)).toBeLessThan(1200);
        expect(Math.abs((times[to - 1] as number) - 16_000)).toBeLessThan(1200);
      }),
      { numRuns: 40 },
    );
  });
});

describe('a search', () => {
  const random = createRandom(7);
  const tracks = Array.from({ length: 6 }, () => scattered(random, 40, 40));
  const library = createInvariantLibrary(
    tracks.map((peaks, i) => ({ id: `track-${i}`, durationSeconds: 40, code: encodeInvariantPeaks(sorted(peaks)) })),
    options,
  );
  const ask = (peaks: InvariantPeaks) => searchInvariantly(library, peaks, 30, options, 10);

  it('finds a sample at any change it tolerates, with the change and both times', () => {
    for (const [cents, tempoRatio] of [
      [0, 1],
      [-350, 1],
      [0, 1.3],
      [150, 0.8],
    ] as const) {
      const entry = { at: 8000, from: 20_000, to: 26_000, cents, tempoRatio };
      const [best] = ask(layered(createRandom(`${cents}/${tempoRatio}`), tracks[3] ?? [], 30, [entry]));
      expect(best?.track).toBe('track-3');
      const place = best?.where[0];
      expect(place?.semitones).toBeCloseTo(cents / 100, 1);
      expect(place?.tempoRatio).toBeCloseTo(tempoRatio, 2);
      expect(Math.abs((place?.reference.from ?? 0) - 20)).toBeLessThan(1.2);
      expect(Math.abs((place?.query.from ?? 0) - 8)).toBeLessThan(1.2);
    }
  });

  it('tells every entry of a loop apart', () => {
    const entries = [4000, 9000, 14_000].map((at) => ({ at, from: 12_000, to: 17_000, cents: 100, tempoRatio: 1 }));
    const [best] = ask(layered(createRandom(3), tracks[1] ?? [], 30, entries));
    expect(best?.track).toBe('track-1');
    const starts = best?.where.slice(0, 3).map(({ query }) => query.from) ?? [];
    expect([...starts].sort((a, b) => a - b).map((start) => Math.round(start / 5) * 5 - 1)).toEqual([4, 9, 14]);
  });

  it('finds two tracks in one query, and next to nothing in chance', () => {
    const first = layered(createRandom(4), tracks[0] ?? [], 30, [
      { at: 2000, from: 5000, to: 11_000, cents: 0, tempoRatio: 1 },
    ]);
    const both = [0, 5].map((track, i) => ({ track, at: 2000 + 12_000 * i }));
    const peaks = both.flatMap(({ track, at }) => {
      const heard = layered(createRandom(at), tracks[track] ?? [], 0, [
        { at, from: 5000, to: 11_000, cents: -200, tempoRatio: 1.1 },
      ]);
      return Array.from(heard.milliseconds, (time, i) => ({
        time,
        cents: heard.cents[i] as number,
        rank: heard.ranks[i] as number,
      }));
    });
    expect(
      new Set(
        ask(sorted(peaks))
          .slice(0, 2)
          .map(({ track }) => track),
      ),
    ).toEqual(new Set(['track-0', 'track-5']));
    expect(ask(first)[1]?.score ?? 0).toBeLessThan(0.5);
    expect(ask(sorted(scattered(createRandom(5), 30, 40)))[0]?.score ?? 0).toBeLessThan(0.5);
  });
});
