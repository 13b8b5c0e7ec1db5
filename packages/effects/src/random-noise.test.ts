import { createRandom } from '@sid/core';
import { describe, expect, it } from 'vitest';
import { inOrder, oneOf, sometimes } from './effect.ts';
import { gain, rms } from './level.ts';
import { noiseBelow, noiseOfAmplitude } from './random-noise.ts';
import { inDecibels, sampleRate, tone } from './spectrum.test.fixture.ts';

const silence = (): Float32Array => new Float32Array(20 * sampleRate);

describe('noise', () => {
  it('has the standard deviation drawn', () => {
    expect(rms(noiseOfAmplitude(0.015, 0.015)(silence(), sampleRate, createRandom(1)))).toBeCloseTo(0.015, 4);
    const level = rms(noiseOfAmplitude(0.001, 0.015)(silence(), sampleRate, createRandom(2)));
    expect(level).toBeGreaterThan(0.0009);
    expect(level).toBeLessThan(0.0155);
  });

  it.each([5, 10])('lies %d dB below the audio', (db) => {
    const clean = tone(440);
    const noisy = noiseBelow(db, db)(clean.slice(), sampleRate, createRandom(1));
    const added = noisy.map((x, i) => x - (clean[i] ?? 0));
    expect(Math.abs(inDecibels(rms(clean) / rms(added)) - db)).toBeLessThan(0.15);
  });

  it('is white and does not repeat', () => {
    const samples = noiseOfAmplitude(1, 1)(silence(), sampleRate, createRandom(5));
    const likeness = (lag: number): number => {
      let sum = 0;
      for (let i = lag; i < samples.length; i++) sum += (samples[i] ?? 0) * (samples[i - lag] ?? 0);
      return sum / samples.length;
    };
    for (const lag of [1, 2, 100]) expect(Math.abs(likeness(lag))).toBeLessThan(0.02);
    // One of the two places of the table comes again, the other does not.
    expect(Math.abs(likeness(1 << 17))).toBeLessThan(0.55);
    expect(noiseOfAmplitude(1, 1)(silence(), sampleRate, createRandom(6))).not.toEqual(samples);
  });
});

describe('choices', () => {
  const times = (factor: number) => (samples: Float32Array) => {
    gain(samples, factor);
    return samples;
  };
  const one = () => Float32Array.of(1);

  it('one of some, each alike', () => {
    const counts = new Map<number, number>();
    for (let seed = 0; seed < 300; seed++) {
      const value = oneOf(times(2), times(3), times(5))(one(), sampleRate, createRandom(seed))[0] ?? 0;
      counts.set(value, (counts.get(value) ?? 0) + 1);
    }
    expect([...counts.keys()].sort()).toEqual([2, 3, 5]);
    for (const count of counts.values()) expect(count).toBeGreaterThan(70);
    expect(oneOf()(one(), sampleRate, createRandom(0))).toEqual(one());
  });

  it('sometimes, and in order', () => {
    const values = Array.from(
      { length: 300 },
      (_, seed) => sometimes(0.2, times(2))(one(), sampleRate, createRandom(seed))[0],
    );
    const part = values.filter((value) => value === 2).length / 300;
    expect(part).toBeGreaterThan(0.13);
    expect(part).toBeLessThan(0.27);
    expect(inOrder(times(2), times(3))(one(), sampleRate, createRandom(0))).toEqual(Float32Array.of(6));
  });
});
