import { expect, it } from 'vitest';
import { hann } from './window.ts';

it('adds up to one when shifted by half its length', () => {
  const window = hann(16);
  for (let k = 0; k < 8; k++) expect((window[k] ?? 0) + (window[k + 8] ?? 0)).toBeCloseTo(1, 6);
  expect(window[0]).toBe(0);
  expect(window[8]).toBe(1);
});
