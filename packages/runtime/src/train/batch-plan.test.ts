import { describe, expect, it } from 'vitest';
import { planBatch } from './batch-plan.ts';

const firsts = (songs: number, items: number, step: number): readonly number[] =>
  planBatch(songs, items, 7, step).map(([first = -1]) => first);

describe('planBatch', () => {
  it('goes through all songs in an epoch, in another order in the next', () => {
    const epoch = (start: number) => Array.from({ length: 5 }, (_, i) => firsts(20, 4, start + i)).flat();
    expect([...epoch(0)].sort((a, b) => a - b)).toEqual(Array.from({ length: 20 }, (_, i) => i));
    expect([...epoch(5)].sort((a, b) => a - b)).toEqual([...epoch(0)].sort((a, b) => a - b));
    expect(epoch(5)).not.toEqual(epoch(0));
  });

  it('depends on its arguments alone', () => {
    expect(planBatch(100, 8, 1, 41)).toEqual(planBatch(100, 8, 1, 41));
    expect(planBatch(100, 8, 2, 41)).not.toEqual(planBatch(100, 8, 1, 41));
  });

  it('offers other songs that are not in the batch', () => {
    for (let step = 0; step < 10; step++) {
      const plan = planBatch(12, 4, 3, step);
      const own = plan.map(([first]) => first);
      const others = plan.flatMap(([, ...rest]) => rest);
      expect(new Set(own).size).toBe(4);
      expect(others.length).toBe(8);
      expect(others.filter((song) => own.includes(song))).toEqual([]);
    }
  });

  it('repeats songs where there are too few', () => {
    expect(firsts(3, 8, 0)).toHaveLength(8);
    expect(new Set(firsts(3, 8, 0)).size).toBe(3);
  });
});
