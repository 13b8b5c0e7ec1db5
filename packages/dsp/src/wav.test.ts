import { expect, it } from 'vitest';
import { encodeWav } from './wav.ts';

it('writes 16-bit samples, rounded and clipped', () => {
  const file = encodeWav(Float32Array.of(0, 0.5, -1, 1, 2, -2, 0.6 / 32768), 8000);
  expect(file.length).toBe(44 + 14);
  expect(new TextDecoder().decode(file.subarray(0, 4))).toBe('RIFF');
  expect([...new Int16Array(file.slice(44).buffer)]).toEqual([0, 16384, -32768, 32767, 32767, -32768, 1]);
  const view = new DataView(file.buffer);
  expect(view.getUint32(4, true)).toBe(file.length - 8);
  expect(view.getUint32(24, true)).toBe(8000);
  expect(view.getUint32(40, true)).toBe(14);
});

it('writes floats as they are', () => {
  const samples = Float32Array.of(0.1, -3, 1e-9);
  const file = encodeWav(samples, 44100, 'float32');
  expect(new DataView(file.buffer).getUint16(20, true)).toBe(3);
  expect(new Float32Array(file.slice(44).buffer)).toEqual(samples);
});
