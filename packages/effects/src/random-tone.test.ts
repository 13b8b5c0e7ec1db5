import { createRandom } from '@sid/core';
import { describe, expect, it } from 'vitest';
import { compress } from './compressor.ts';
import { peak } from './filter.ts';
import { rms } from './level.ts';
import { quickCompress } from './quick-compressor.ts';
import { randomCompressor, randomEqualiser, randomGain, sparseEqualiser } from './random-tone.ts';
import { amplitudeAt, inDecibels, noise, sampleRate, tone } from './spectrum.test.fixture.ts';

/** A random generator whose uniform numbers are all the same. */
const fixed = (value: number) => ({ ...createRandom(0), next: () => value, int: (n: number) => Math.floor(value * n) });

describe('peak filters', () => {
  it.each([
    [-20, 1000],
    [10, 1000],
    [6, 300],
  ])('change a tone at their centre by %d dB, and none far away', (gainDb, hz) => {
    const [at, far] = [tone(hz), tone(6000)];
    peak(at, sampleRate, hz, gainDb, 2);
    peak(far, sampleRate, hz, gainDb, 2);
    expect(inDecibels(amplitudeAt(at.subarray(8000), hz) / 0.5)).toBeCloseTo(gainDb, 1);
    expect(Math.abs(inDecibels(amplitudeAt(far.subarray(8000), 6000) / 0.5))).toBeLessThan(1.5);
  });

  it('stay within eight filters of −20…+10 dB at any frequency', () => {
    const flat = noise();
    for (let seed = 0; seed < 20; seed++) {
      const out = randomEqualiser(flat.slice(), sampleRate, createRandom(seed));
      expect(out.every(Number.isFinite)).toBe(true);
      for (const hz of [60, 500, 3000, 7000]) {
        const change = inDecibels(amplitudeAt(out, hz) / amplitudeAt(flat, hz));
        expect(change).toBeLessThan(8 * 10 + 1);
        expect(change).toBeGreaterThan(8 * -20 - 20);
      }
      expect(out).not.toEqual(flat);
    }
  });

  it('at the ends of their ranges: one filter at 50 Hz of −20 dB, eight at 8000 Hz of +10 dB', () => {
    const low = randomEqualiser(tone(50), sampleRate, fixed(0));
    expect(inDecibels(rms(low, 16_000) / rms(tone(50), 16_000))).toBeCloseTo(-20, 0);
    const high = randomEqualiser(tone(7800), sampleRate, fixed(0.999999));
    expect(inDecibels(rms(high, 16_000) / rms(tone(7800), 16_000))).toBeGreaterThan(60);
  });

  it('of the sparse kind are there in a fifth of all cases', () => {
    const flat = noise(0.05);
    let changed = 0;
    for (let seed = 0; seed < 1000; seed++) {
      const out = sparseEqualiser()(flat.slice(), sampleRate, createRandom(seed));
      if (out.some((x, i) => x !== flat[i])) changed++;
    }
    expect(changed).toBeGreaterThan(160);
    expect(changed).toBeLessThan(245);
  });
});

describe('compressor', () => {
  it.each([2, 4, 8, 20])('lets one of %d dB above the threshold through', (ratio) => {
    const loud = tone(500, 4);
    const level = inDecibels(0.5 * (2 / Math.PI));
    quickCompress(loud, sampleRate, { thresholdDb: level - 20, ratio, attackSeconds: 0.05, releaseSeconds: 0.05 });
    const after = inDecibels(amplitudeAt(loud.subarray(3 * sampleRate), 500) * (2 / Math.PI));
    expect(Math.abs(after - (level - 20 + 20 / ratio))).toBeLessThan(0.7);
  });

  it('leaves what is below the threshold', () => {
    const quiet = tone(500);
    quickCompress(quiet, sampleRate, { thresholdDb: 0, ratio: 20 });
    expect(quiet).toEqual(tone(500));
  });

  it('agrees with the exact one', () => {
    const [one, other] = [noise(), noise()];
    const settings = { thresholdDb: -20, ratio: 4, attackSeconds: 0.02, releaseSeconds: 0.3 };
    compress(one, sampleRate, settings);
    quickCompress(other, sampleRate, settings);
    expect(Math.abs(inDecibels(rms(one) / rms(other)))).toBeLessThan(0.1);
  });

  it('is drawn from the ranges it says', () => {
    for (let seed = 0; seed < 10; seed++) {
      const out = randomCompressor([1])(noise(), sampleRate, createRandom(seed));
      expect(out).toEqual(noise());
      expect(rms(randomCompressor()(noise(), sampleRate, createRandom(seed)))).toBeLessThanOrEqual(rms(noise()) + 1e-6);
    }
  });
});

describe('gain', () => {
  it('is even in −10…+10 dB', () => {
    const gains = Array.from({ length: 400 }, (_, seed) =>
      inDecibels(rms(randomGain()(tone(500, 0.1), sampleRate, createRandom(seed))) / rms(tone(500, 0.1))),
    );
    expect(Math.min(...gains)).toBeGreaterThan(-10.01);
    expect(Math.min(...gains)).toBeLessThan(-9.5);
    expect(Math.max(...gains)).toBeLessThan(10.01);
    expect(Math.max(...gains)).toBeGreaterThan(9.5);
    expect(Math.abs(gains.reduce((a, b) => a + b, 0) / gains.length)).toBeLessThan(1);
  });
});
