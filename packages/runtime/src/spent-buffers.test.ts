import { expect, it, vi } from 'vitest';
import { freeSpentBuffers } from './spent-buffers.ts';

const megabyte = 2 ** 20;

const held = (): number => process.memoryUsage().arrayBuffers;

/** Audio that nobody holds once this has returned. @returns bytes held while it was there */
const listen = (): number => {
  const audio = Array.from({ length: 4 }, () => new Float32Array(4 * megabyte).fill(1));
  return audio.length === 4 ? held() : 0;
};

it('frees the audio that a thread is done with, and keeps what is held', async () => {
  const kept = new Float32Array(4 * megabyte).fill(2);
  const most = listen();
  freeSpentBuffers();
  // A thread of the engine gives memory back, a moment later.
  await vi.waitFor(() => expect(held()).toBeLessThan(most - 48 * megabyte), 5000);
  expect(kept.every((sample) => sample === 2)).toBe(true);
});
