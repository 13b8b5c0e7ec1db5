import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodeAnalysis, encodeAnalysis } from './analysis-file.ts';

const arrays = fc.record({
  floats: fc.float32Array(),
  doubles: fc.float64Array(),
  words: fc.uint32Array(),
  shorts: fc.int16Array(),
  bytes: fc.uint8Array(),
});

test('what is written is read again', () => {
  fc.assert(
    fc.property(arrays, fc.double({ min: 0, noNaN: true, noDefaultInfinity: true }), (given, durationSeconds) => {
      const stored = { analysis: { durationSeconds, arrays: given }, seconds: { decode: 1, analyse: 0.5 } };
      expect(decodeAnalysis(encodeAnalysis(stored))).toEqual(stored);
      expect(decodeAnalysis(Buffer.from(encodeAnalysis(stored)))).toEqual(stored);
    }),
  );
});

test('a file that was cut or changed anywhere is a miss, never a wrong answer', () => {
  const stored = {
    analysis: { durationSeconds: 3, arrays: { x: Uint32Array.from({ length: 50 }, (_, i) => i * 7919) } },
    seconds: { decode: 1, analyse: 0.5 },
  };
  const file = encodeAnalysis(stored);
  for (let length = 0; length < file.length; length += 7) {
    expect(decodeAnalysis(file.subarray(0, length))).toBeUndefined();
  }
  const payloadStart = file.length - 200;
  for (let at = payloadStart; at < file.length; at += 11) {
    const changed = file.slice();
    changed[at] = (changed[at] ?? 0) ^ 0x10;
    expect(decodeAnalysis(changed)).toBeUndefined();
  }
});
