import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createHashIndex } from './hash-index.ts';

/** Few distinct hashes, so that many are equal; and among them both ends of the range. */
const hash = fc.oneof(
  fc.integer({ min: 0, max: 20 }),
  fc.integer({ min: 0, max: 0xffff_ffff }),
  fc.constantFrom(0, 2047, 2048, 2 ** 22, 0xffff_ffff),
);
const pairs = fc.array(fc.tuple(hash, fc.integer({ min: 0, max: 0xffff_ffff })), { maxLength: 400 });

const naive = (list: readonly (readonly [number, number])[]): Map<number, number[]> => {
  const map = new Map<number, number[]>();
  for (const [key, value] of list) map.set(key, [...(map.get(key) ?? []), value]);
  return map;
};

const indexOf = (list: readonly (readonly [number, number])[]) =>
  createHashIndex(
    Uint32Array.from(list, ([key]) => key),
    Uint32Array.from(list, ([, value]) => value),
  );

it('finds what a map of arrays finds, in the order given', () => {
  fc.assert(
    fc.property(pairs, (list) => {
      const index = indexOf(list);
      const map = naive(list);
      expect([...index.keys]).toEqual([...map.keys()].sort((a, b) => a - b));
      for (const [key, values] of map) {
        const at = index.find(key);
        expect([...index.values.subarray(index.starts[at], index.starts[at + 1])]).toEqual(values);
      }
    }),
  );
});

it('finds nothing for a hash that does not occur', () => {
  fc.assert(
    fc.property(pairs, fc.array(hash), (list, others) => {
      const index = indexOf(list);
      const map = naive(list);
      for (const other of others) expect(index.find(other) >= 0).toBe(map.has(other));
    }),
  );
  expect(indexOf([]).find(0)).toBe(-1);
});
