import { SidError } from '@sid/core';
import { expect, it } from 'vitest';
import { readMalformed } from './malformed.ts';

it('reads 300 malformed files or names them, without crash or hang', async () => {
  let count = 0;
  let refused = 0;
  for await (const { file, result, seconds } of readMalformed(300, 1)) {
    count++;
    expect(seconds, file).toBeLessThan(10);
    if (result instanceof Float32Array) {
      expect(result.every(Number.isFinite), file).toBe(true);
      continue;
    }
    refused++;
    if (!(result instanceof SidError)) throw new Error(`${file} led to ${result}`);
    expect(result.code).toMatch(/^SID_AUDIO_/);
    expect(result.message).toContain(file);
  }
  expect(count).toBe(300);
  // The damage is real: a good part of the files cannot be used.
  expect(refused).toBeGreaterThan(75);
});
