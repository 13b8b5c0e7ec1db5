import { availableParallelism } from 'node:os';
import { expect, test } from 'vitest';
import { defaultThreads } from './threads.ts';

test('threads are at least one and no more than this process may use', () => {
  expect(defaultThreads()).toBeGreaterThanOrEqual(1);
  expect(defaultThreads()).toBeLessThanOrEqual(availableParallelism());
});
