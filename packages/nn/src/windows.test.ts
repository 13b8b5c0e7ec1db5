import { describe, expect, test } from 'vitest';
import { adjoining, stackWindows } from './windows.ts';

const memory = Float32Array.from({ length: 24 }, (_, i) => i);
const window = (from: number) => ({ rows: 2, cols: 3, data: memory.subarray(from, from + 6) });

describe('windows of a batch', () => {
  test('that lie one behind the other are taken as they lie', () => {
    const found = adjoining([window(6), window(12)], 2, 3);
    expect(found?.buffer).toBe(memory.buffer);
    expect(found).toEqual(memory.slice(6, 18));
  });

  test('that lie otherwise are stacked', () => {
    expect(adjoining([window(6), window(0)], 2, 3)).toBeUndefined();
    expect(adjoining([window(0), { ...window(6), data: memory.slice(6, 12) }], 2, 3)).toBeUndefined();
    expect(adjoining([], 2, 3)).toBeUndefined();
    expect(stackWindows([window(6), window(0)], 2, 3)).toEqual(
      Float32Array.of(...memory.slice(6, 12), ...memory.slice(0, 6)),
    );
  });

  test('of another size are refused', () => {
    expect(adjoining([window(0)], 3, 2)).toBeUndefined();
    expect(() => stackWindows([window(0)], 3, 2)).toThrow(/windows of 3 bins and 2 frames/);
  });
});
