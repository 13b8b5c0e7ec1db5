import { createRandom } from '@sid/core';
import { syntheticTrack } from '@sid/testkit';
import { expect, it } from 'vitest';
import { landmarkOptions } from './options.ts';
import { findPeaks } from './peaks.ts';

const options = landmarkOptions.parse({});
const music = syntheticTrack(1, 10, 11_025).samples;
const count = (some: object): number => findPeaks(music, 0, landmarkOptions.parse(some)).frames.length;

const keysOf = ({ frames, bins }: ReturnType<typeof findPeaks>, later: number): readonly number[] =>
  Array.from(frames, (frame, i) => (frame + later) * 1024 + (bins[i] ?? 0));

it('finds a tone where and when it starts', () => {
  const random = createRandom('peaks');
  const samples = Float32Array.from({ length: 4 * 11_025 }, () => 1e-4 * random.normal());
  for (let i = 22_050; i < samples.length; i++)
    samples[i] = (samples[i] ?? 0) + 0.5 * Math.sin((2 * Math.PI * 1000.7 * i) / 11_025);
  const { frames, bins, fine } = findPeaks(samples, 0, options);
  const at = bins.findIndex((bin, i) => Math.abs(bin - 186) < 2 && Math.abs((frames[i] ?? 0) - 80) < 10);
  expect(at).toBeGreaterThanOrEqual(0);
  // Within a bin: the first frame that holds any of the tone holds only its beginning.
  expect(Math.abs((bins[at] ?? 0) + (fine[at] ?? 0) / 256 - (1000.7 * 2048) / 11_025)).toBeLessThan(1);
  // A frame that ends at the start of the tone is (22,050 − 2048)/256 = 78.
  expect(frames[at]).toBeGreaterThan(78);
});

it('does not depend on the level but for rounding', () => {
  const loud = keysOf(findPeaks(music, 0, options), 0);
  const soft = new Set(
    keysOf(
      findPeaks(
        music.map((x) => x / 1000),
        0,
        options,
      ),
      0,
    ),
  );
  expect(loud.filter((key) => soft.has(key)).length).toBeGreaterThan(0.99 * loud.length);
});

it('gives peaks in order of time and then frequency, within the bounds set', () => {
  const { frames, bins } = findPeaks(music, 0, { ...options, peaksPerFrame: 3 });
  const perFrame = new Map<number, number>();
  for (let i = 0; i < frames.length; i++) {
    const [frame, bin] = [frames[i] ?? 0, bins[i] ?? 0];
    perFrame.set(frame, (perFrame.get(frame) ?? 0) + 1);
    expect(bin * (11_025 / 2048)).toBeLessThanOrEqual(options.maxHertz);
    if (i > 0) expect(frame * 1024 + bin).toBeGreaterThan((frames[i - 1] ?? 0) * 1024 + (bins[i - 1] ?? 0));
  }
  expect(Math.max(...perFrame.values())).toBe(3);
});

it('finds more peaks with more density and with narrower skirts', () => {
  expect(count({ density: 50 })).toBeLessThan(count({}));
  expect(count({})).toBeLessThan(count({ density: 400 }));
  expect(count({ spreadHertz: 640 })).toBeLessThan(count({}));
});

it('finds nearly the same where a recording was cut out of a longer one', () => {
  const all = new Set(keysOf(findPeaks(music, 0, options), 0));
  const inner = keysOf(findPeaks(music.slice(256 * 100), 0, options), 100).filter(
    (k) => k > 200 * 1024 && k < 400 * 1024,
  );
  expect(inner.filter((k) => all.has(k)).length).toBeGreaterThan(0.85 * inner.length);
});
