import { expect, test } from 'vitest';
import { variationsOf, varied } from './variation.ts';

const spec = { sampleRate: 100, bins: 4, framesPerSecond: 10, binsPerOctave: 24 };
const picture = { rows: 4, cols: 3, data: Float32Array.of(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12) };

test('a query is always asked as recorded, and first', () => {
  expect(variationsOf({}, spec)).toEqual([{ semitones: 0, tempo: 1 }]);
  expect(variationsOf({ semitones: [1, 0], tempo: [1.5] }, spec)).toEqual([
    { semitones: 0, tempo: 1 },
    { semitones: 1, tempo: 1 },
    { semitones: 0, tempo: 1.5 },
    { semitones: 1, tempo: 1.5 },
  ]);
});

test('higher means rows moved up; what comes from beyond the picture is as quiet as its quietest place', () => {
  expect([...varied(picture, { semitones: 0.5, tempo: 1 }, spec).data]).toEqual([1, 1, 1, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  expect([...varied(picture, { semitones: -1, tempo: 1 }, spec).data]).toEqual([7, 8, 9, 10, 11, 12, 1, 1, 1, 1, 1, 1]);
  expect([...varied(picture, { semitones: 12, tempo: 1 }, spec).data]).toEqual(Array(12).fill(1));
});

test('faster means fewer frames, between two by interpolation', () => {
  const slow = varied(picture, { semitones: 0, tempo: 0.5 }, spec);
  expect([slow.cols, ...slow.data.subarray(0, 5)]).toEqual([5, 1, 1.5, 2, 2.5, 3]);
  const fast = varied(picture, { semitones: 0, tempo: 1.5 }, spec);
  expect([fast.cols, ...fast.data]).toEqual([2, 1, 2.5, 4, 5.5, 7, 8.5, 10, 11.5]);
  expect(varied({ rows: 4, cols: 0, data: new Float32Array(0) }, { semitones: 1, tempo: 2 }, spec).cols).toBe(0);
});
