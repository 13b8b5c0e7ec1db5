import fc from 'fast-check';
import { expect, it } from 'vitest';
import { blockOf, createOffsetAxis, createTimeline } from './timeline.ts';

const lengths = fc.array(fc.integer({ min: 0, max: 1000 }), { minLength: 1, maxLength: 20 });

it('tells the track of every place, and gives each offset of each track a cell of its own', () => {
  fc.assert(
    fc.property(lengths, fc.integer({ min: 1, max: 500 }), (list, queryFrames) => {
      const timeline = createTimeline(list);
      const axis = createOffsetAxis(timeline, queryFrames);
      let before = -1;
      for (const [track, length] of list.entries()) {
        const start = timeline.starts[track] ?? 0;
        const cellOf = (frame: number, query: number): number =>
          start + frame - query + (axis.shifts[blockOf(start + frame)] ?? Number.NaN);
        if (length === 0) continue;
        expect(timeline.owners[blockOf(start)]).toBe(track);
        expect(timeline.owners[blockOf(start + length - 1)]).toBe(track);
        const first = cellOf(0, queryFrames);
        const last = cellOf(length - 1, 0);
        // The window of one track never reaches a cell of the one before.
        expect(first).toBeGreaterThan(before + 2);
        expect(first).toBeGreaterThan((axis.starts[track] ?? 0) + 1);
        expect(last).toBeLessThan((axis.starts[track + 1] ?? 0) - 1);
        expect(last).toBeLessThan(axis.cells);
        expect(cellOf(0, 0)).toBe(axis.zero(track));
        before = last;
      }
    }),
  );
});
