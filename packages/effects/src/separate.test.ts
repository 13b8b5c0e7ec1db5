import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rms } from './level.ts';
import { separate } from './separate.ts';
import { slidingMedian } from './sliding-median.ts';
import { amplitudeAt, noise, sampleRate, tone } from './spectrum.test.fixture.ts';

describe('slidingMedian', () => {
  it('is the middle one of the values around each', () => {
    void fc.assert(
      fc.property(
        fc.array(fc.float({ noNaN: true, min: -9, max: 9 }), { minLength: 1, maxLength: 40 }),
        fc.constantFrom(1, 3, 5, 9),
        fc.constantFrom(1, 2, 3),
        (values, size, stride) => {
          const input = new Float32Array(values.length * stride + 1);
          values.forEach((value, i) => {
            input[1 + i * stride] = value;
          });
          const output = input.slice();
          slidingMedian(input, output, 1, stride, values.length, size);
          const half = (size - 1) / 2;
          values.forEach((_, i) => {
            const around = Array.from({ length: size }, (_, k) => {
              const j = Math.min(values.length - 1, Math.max(0, i + k - half));
              return input[1 + j * stride] ?? 0;
            }).sort((a, b) => a - b);
            expect(output[1 + i * stride]).toBe(around[half]);
          });
        },
      ),
    );
  });
});

describe('separate', () => {
  /** Notes of 880 Hz and 82 Hz, and clicks of noise every quarter of a second. */
  const clicks = noise(4).map((x, i) => (i % (sampleRate / 4) < 160 ? 2 * x : 0));
  const low = tone(82, 4);
  const notes = tone(880, 4).map((x, i) => x + (low[i] ?? 0));
  const mix = notes.map((x, i) => x + (clicks[i] ?? 0));
  const { harmonic, percussive, bass } = separate(mix, sampleRate);

  it('adds up to what was given', () => {
    const off = mix.findIndex(
      (x, i) => Math.abs(x - (harmonic[i] ?? 0) - (percussive[i] ?? 0) - (bass[i] ?? 0)) > 1e-4,
    );
    expect(off).toBe(-1);
  });

  it('finds notes, strokes and bass', () => {
    expect(amplitudeAt(harmonic, 880)).toBeGreaterThan(0.45);
    expect(amplitudeAt(percussive, 880)).toBeLessThan(0.05);
    expect(amplitudeAt(bass, 82)).toBeGreaterThan(0.4);
    expect(amplitudeAt(harmonic, 82)).toBeLessThan(0.1);
    expect(rms(percussive, 4000, 4160)).toBeGreaterThan(0.7 * rms(clicks, 4000, 4160));
    expect(rms(percussive, 6000, 7500)).toBeLessThan(0.1 * rms(percussive, 4000, 4160));
  });

  it('stands silence and next to nothing', () => {
    expect(separate(new Float32Array(5000), sampleRate).harmonic.every((x) => x === 0)).toBe(true);
    expect(separate(Float32Array.of(1), 8000).percussive.length).toBe(1);
  });
});
