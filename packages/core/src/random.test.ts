import { describe, expect, it } from 'vitest';
import { createRandom } from './random.ts';

const draw = (seed: number | string, count: number): number[] => {
  const random = createRandom(seed);
  return Array.from({ length: count }, () => random.next());
};

describe('createRandom', () => {
  it('repeats for a seed and differs between seeds', () => {
    expect(draw(7, 100)).toEqual(draw(7, 100));
    expect(draw(7, 100)).not.toEqual(draw(8, 100));
    expect(draw(7, 1)).toEqual(draw('7', 1));
  });

  it('fills many at once as one by one', () => {
    const [one, many] = [createRandom(6), createRandom(6)];
    const bits = new Uint32Array(1000);
    many.bits(bits);
    expect(Array.from(bits, (value) => value / 2 ** 32)).toEqual(draw(6, 1000));
    for (let i = 0; i < 1000; i++) one.next();
    expect(many.next()).toBe(one.next());
  });

  it('stays what it was', () => {
    expect(draw('stream', 3)).toEqual([1842240135, 2081426800, 3917026883].map((bits) => bits / 2 ** 32));
  });

  it('is uniform: every tenth of the range gets its share', () => {
    const counts = new Array<number>(10).fill(0);
    for (const x of draw(1, 100_000)) counts[Math.floor(x * 10)] = (counts[Math.floor(x * 10)] ?? 0) + 1;
    // Chi square with 9 degrees of freedom stays below 27.9 in 999 of 1000 streams; the seed is fixed.
    expect(counts.reduce((sum, count) => sum + (count - 10_000) ** 2 / 10_000, 0)).toBeLessThan(27.9);
  });

  it('gives whole numbers over the whole range', () => {
    const random = createRandom(3);
    const seen = new Set(Array.from({ length: 500 }, () => random.int(6)));
    expect([...seen].sort()).toEqual([0, 1, 2, 3, 4, 5]);
  });

  it('gives normal numbers of mean 0 and variance 1', () => {
    const random = createRandom(4);
    const values = Array.from({ length: 50_000 }, () => random.normal());
    const mean = values.reduce((sum, x) => sum + x, 0) / values.length;
    const variance = values.reduce((sum, x) => sum + (x - mean) ** 2, 0) / values.length;
    expect(Math.abs(mean)).toBeLessThan(0.015);
    expect(Math.abs(variance - 1)).toBeLessThan(0.02);
  });

  it('forks by name alone, whatever was drawn before', () => {
    const fresh = createRandom(5);
    const used = createRandom(5);
    used.next();
    expect(used.fork('drums').next()).toBe(fresh.fork('drums').next());
    expect(fresh.fork('drums').next()).not.toBe(fresh.fork('bass').next());
    expect(fresh.fork('a').fork('b').next()).not.toBe(fresh.fork('a/b').next());
  });
});
