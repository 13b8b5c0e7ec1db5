import { expect, it } from 'vitest';
import { mixStereo16 } from './mix.ts';

it('gives the mean of both channels', () => {
  expect(mixStereo16(Int16Array.of(32767, 32767, -32768, -32768, 100, -100, 1, 0, 7))).toEqual(
    Float32Array.of(32767 / 32768, -1, 0, 1 / 65536),
  );
});

it('works through long inputs', () => {
  const mono = mixStereo16(Int16Array.from({ length: 50_001 }, (_, i) => i % 1000));
  expect(mono.length).toBe(25_000);
  mono.forEach((value, i) => {
    expect(value).toBe((((2 * i) % 1000) + ((2 * i + 1) % 1000)) / 65536);
  });
});
