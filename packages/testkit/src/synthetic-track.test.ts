import { expect, it } from 'vitest';
import { excerpt, syntheticTrack } from './synthetic-track.ts';

it('gives the same samples for the same seed and others for another', () => {
  const track = syntheticTrack(1, 2, 8000);
  expect(track.samples).toEqual(syntheticTrack(1, 2, 8000).samples);
  expect(track.samples).not.toEqual(syntheticTrack(2, 2, 8000).samples);
  expect(track.samples).toHaveLength(16_000);
});

it('is loud, finite and within full scale at any rate', () => {
  for (const sampleRate of [4000, 11_025, 44_100]) {
    const { samples } = syntheticTrack(3, 3, sampleRate);
    const peak = samples.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0);
    expect(peak).toBeCloseTo(0.9, 5);
    expect(samples.every(Number.isFinite)).toBe(true);
  }
});

it('cuts an excerpt by seconds', () => {
  const track = syntheticTrack(4, 2, 8000);
  expect(excerpt(track, 0.5, 1.25).samples).toEqual(track.samples.slice(4000, 10_000));
});
