import { createRandom } from '@sid/core';
import { expect, test } from 'vitest';
import { drawn } from './drop.ts';

test('masks follow the stream of random numbers, however long they are', () => {
  for (const length of [0, 1, 4095, 4096, 10_000]) {
    const one = createRandom('mask');
    const expected = Float32Array.from({ length }, () => (one.next() < 0.3 ? 0 : 1.5));
    const random = createRandom('mask');
    expect(drawn(new Float32Array(length), { rate: 0.3, dropped: 0, kept: 1.5 }, random)).toEqual(expected);
    expect(random.next()).toBe(one.next());
  }
});
