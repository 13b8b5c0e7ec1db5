import { describe, expect, it } from 'vitest';
import { stretch } from './stretch.ts';
import { varispeed } from './varispeed.ts';

const sampleRate = 22_050;

/** Decaying tones of 440 Hz, one every half second. */
const pulses = (): Float32Array => {
  const out = new Float32Array(4 * sampleRate);
  for (let start = 0.5; start < 3.6; start += 0.5) {
    for (let i = 0; i < 4000; i++) {
      out[Math.round(start * sampleRate) + i] = Math.sin((2 * Math.PI * 440 * i) / sampleRate) * Math.exp(-i / 900);
    }
  }
  return out;
};

/** Times at which the level jumps. */
const onsets = (samples: Float32Array): number[] => {
  const found: number[] = [];
  let last = -1;
  for (let i = 0; i + 64 < samples.length; i += 8) {
    let power = 0;
    for (let j = i; j < i + 64; j++) power += (samples[j] ?? 0) ** 2;
    if (power / 64 > 0.02 && i / sampleRate - last > 0.25) {
      last = i / sampleRate;
      found.push(last);
    }
  }
  return found;
};

/** Frequency at which the samples correlate most with a sine, in hertz. */
const pitch = (samples: Float32Array): number => {
  let best = 0;
  let most = 0;
  for (let hz = 300; hz < 700; hz += 0.5) {
    let re = 0;
    let im = 0;
    for (let i = 0; i < samples.length; i += 1) {
      re += (samples[i] ?? 0) * Math.cos((2 * Math.PI * hz * i) / sampleRate);
      im += (samples[i] ?? 0) * Math.sin((2 * Math.PI * hz * i) / sampleRate);
    }
    const power = re * re + im * im;
    if (power > most) {
      most = power;
      best = hz;
    }
  }
  return best;
};

const tone = Float32Array.from({ length: 8000 }, (_, i) => 0.5 * Math.sin((2 * Math.PI * 440 * i) / sampleRate));

describe('stretch', () => {
  it.each([
    [0.75, 0],
    [1.35, 0],
    [1, 4],
    [0.85, -3],
    [1.2, 3],
  ])('keeps time: ratio %d, %d semitones', (ratio, semitones) => {
    const input = pulses();
    const out = stretch(input, sampleRate, ratio, semitones);
    expect(out.length).toBe(Math.round(input.length / ratio));
    const expected = onsets(input);
    const heard = onsets(out).map((at) => at * ratio);
    expect(heard.length).toBe(expected.length);
    for (const [i, at] of heard.entries()) expect(Math.abs(at - (expected[i] ?? 0))).toBeLessThan(0.012);
  });

  it.each([-4, -0.5, 2, 4])('shifts by %d semitones', (semitones) => {
    const out = stretch(tone, sampleRate, 1, semitones).subarray(1500, 6500);
    expect(12 * Math.log2(pitch(out) / 440)).toBeCloseTo(semitones, 0.7);
    expect(Math.abs(12 * Math.log2(pitch(out) / 440) - semitones)).toBeLessThan(0.1);
  });

  it('gives equal samples for equal input', () => {
    expect(stretch(tone, sampleRate, 0.9, 1.5)).toEqual(stretch(tone, sampleRate, 0.9, 1.5));
  });

  it('gives silence for silence', () => {
    expect(stretch(new Float32Array(5000), sampleRate, 1.1, 2).every((x) => Math.abs(x) < 1e-9)).toBe(true);
  });
});

describe('varispeed', () => {
  it.each([0.8, 1.25])('changes pitch and tempo together: %d', (speed) => {
    const out = varispeed(tone, speed);
    expect(out.length).toBe(Math.round(tone.length / speed));
    expect(Math.abs(pitch(out.subarray(200, 5200)) - 440 * speed)).toBeLessThan(2);
  });

  it('changes nothing at speed 1', () => {
    const out = varispeed(tone, 1);
    for (let i = 100; i < tone.length - 100; i++) expect(Math.abs((out[i] ?? 0) - (tone[i] ?? 0))).toBeLessThan(1e-3);
  });
});
