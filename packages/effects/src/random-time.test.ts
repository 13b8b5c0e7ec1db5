import { createRandom } from '@sid/core';
import { describe, expect, it } from 'vitest';
import { rms } from './level.ts';
import { quickStretch, quickVarispeed } from './quick-stretch.ts';
import { frameEffects, randomPitchShift, randomTimeStretch } from './random-time.ts';
import { sampleRate, strongest, tone } from './spectrum.test.fixture.ts';

const semitonesOf = (samples: Float32Array, hz: number): number =>
  12 * Math.log2(strongest(samples.subarray(4000, 14_000), 300, 650) / hz);

/** Bursts of a tone every half second. */
const bursts = Float32Array.from({ length: 4 * sampleRate }, (_, i) => {
  const t = (i / sampleRate) % 0.5;
  return 0.8 * Math.sin(2 * Math.PI * 440 * t) * Math.exp(-t / 0.05);
});

const onsets = (samples: Float32Array): number[] => {
  const found: number[] = [];
  for (let i = 160; i + 160 < samples.length; i += 40) {
    const rising = rms(samples, i, i + 160) > 0.2 && rms(samples, i, i + 160) > 2 * rms(samples, i - 160, i);
    if (rising && i - (found.at(-1) ?? -9e9) > 0.2 * sampleRate) found.push(i);
  }
  return found.map((at) => at / sampleRate);
};

describe('quickStretch', () => {
  it.each([
    [0.7, 0],
    [1.5, 0],
    [1, 3],
    [1, -4],
    [0.8, 2],
    [1.3, -2.5],
  ])('tempo %d, %d semitones', (tempoRatio, semitones) => {
    const out = quickStretch(tone(440, 3), sampleRate, tempoRatio, semitones);
    expect(out.length).toBe(Math.round((3 * sampleRate) / tempoRatio));
    expect(Math.abs(semitonesOf(out, 440) - semitones)).toBeLessThan(0.1);
    expect(rms(out) / rms(tone(440, 3))).toBeCloseTo(1, 0.7);
  });

  it.each([0.75, 1.25])('keeps the time of what is heard: tempo %d', (tempoRatio) => {
    const heard = onsets(quickStretch(bursts, sampleRate, tempoRatio, 0));
    expect(heard.length).toBeGreaterThanOrEqual(6);
    for (const at of heard) {
      const source = at * tempoRatio;
      expect(Math.abs(source - 0.5 * Math.round(source / 0.5))).toBeLessThan(0.04);
    }
  });

  it('leaves the audio alone, and is the same again', () => {
    const input = tone(440);
    const out = quickStretch(input, sampleRate, 0.9, 1);
    expect(input).toEqual(tone(440));
    expect(quickStretch(input, sampleRate, 0.9, 1)).toEqual(out);
    expect(quickStretch(input, sampleRate, 1, 0)).toEqual(input);
    expect(quickStretch(new Float32Array(100), sampleRate, 1.2, 1).length).toBe(83);
  });

  it('plays faster as a record', () => {
    const out = quickVarispeed(tone(440), 1.2);
    expect(strongest(out.subarray(1000), 400, 600)).toBe(528);
  });
});

describe.each(['signalsmith', 'quick'] as const)('random changes by %s', (by) => {
  it('shift by up to so many semitones, at the same length', () => {
    for (let seed = 0; seed < 3; seed++) {
      const out = randomPitchShift(3, { by })(tone(440), sampleRate, createRandom(seed));
      expect(out.length).toBe(2 * sampleRate);
      expect(Math.abs(semitonesOf(out, 440))).toBeLessThan(3.1);
    }
  });

  it('stretch, and cut or fill with silence where the length is kept', () => {
    const slow = randomTimeStretch(0.7, 0.7, { by })(tone(440), sampleRate, createRandom(0));
    expect(slow.length).toBe(2 * sampleRate);
    expect(rms(slow, slow.length - 8000)).toBeGreaterThan(0.2);
    const fast = randomTimeStretch(1.5, 1.5, { by })(tone(440), sampleRate, createRandom(0));
    expect(fast.length).toBe(2 * sampleRate);
    expect(rms(fast, Math.ceil((2 / 1.5) * sampleRate))).toBe(0);
    expect(rms(fast, 1000, Math.floor((1.9 / 1.5) * sampleRate))).toBeGreaterThan(0.3);
    const free = randomTimeStretch(1.5, 1.5, { by, keepLength: false })(tone(440), sampleRate, createRandom(0));
    expect(free.length).toBe(Math.round((2 / 1.5) * sampleRate));
  });
});

describe('frame effects', () => {
  const ramp = Float32Array.from({ length: 30 * sampleRate }, (_, i) => (1 + i) / sampleRate / 30);
  const changed = (warp: 'duplicate' | 'remove' | 'silence' | 'reverse') =>
    frameEffects([warp])(ramp, sampleRate, createRandom(3));

  it('keep the length, and the audio they are given', () => {
    const before = ramp.slice();
    for (const warp of ['duplicate', 'remove', 'silence', 'reverse'] as const)
      expect(changed(warp).length).toBe(ramp.length);
    expect(ramp).toEqual(before);
  });

  it('silence about one frame in ten', () => {
    let silent = 0;
    for (let seed = 0; seed < 40; seed++)
      silent += frameEffects(['silence'])(ramp, sampleRate, createRandom(seed)).filter((x) => x === 0).length;
    expect(silent / 40 / ramp.length).toBeGreaterThan(0.06);
    expect(silent / 40 / ramp.length).toBeLessThan(0.14);
  });

  it('repeat, leave out, or reverse frames', () => {
    const steps = (samples: Float32Array): Set<number> => {
      const out = new Set<number>();
      for (let i = 1; i < samples.length; i++)
        out.add(Math.sign(Math.round(((samples[i] ?? 0) - (samples[i - 1] ?? 0)) * sampleRate * 30 - 1)));
      return out;
    };
    expect(steps(changed('duplicate'))).toContain(-1);
    // What was left out lets the later come earlier; silence is what is missing at the end.
    expect(changed('remove').at(-1)).toBe(0);
    expect(steps(changed('reverse'))).toContain(-1);
  });
});
