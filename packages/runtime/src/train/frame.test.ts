import { expect, test } from 'vitest';
import { createFrameReader, encodeFrame, type Frame } from './frame.ts';
import { openRoom } from './room.ts';

const frames: readonly Frame[] = [
  { head: { kind: 'a', name: 'Müller' }, lengths: [3, 0, 1] },
  { head: null, lengths: [] },
  { head: ['c'], lengths: [2] },
];

const bytes = new Uint8Array(frames.flatMap((frame) => [...encodeFrame(frame)]));

test.each([1, 2, 3, 7, 16, bytes.length])('frames come out of chunks of %i bytes as they went in', (size) => {
  const found: Frame[] = [];
  const read = createFrameReader((frame) => found.push(frame));
  for (let from = 0; from < bytes.length; from += size) read(bytes.subarray(from, from + size));
  expect(found).toEqual(frames);
});

test('a room gives back what was written last, as many arrays as there are', () => {
  const room = openRoom();
  const many = Array.from({ length: 3000 }, (_, i) => Float32Array.of(i, -i).subarray(i % 2));
  for (const arrays of [many, [new Float32Array(0)], [], [Float32Array.of(1, Number.NaN), new Float32Array(0)]]) {
    room.write(arrays);
    expect(room.read(arrays.map(({ length }) => length))).toEqual(arrays);
  }
  expect(() => room.read([1e6])).toThrow('more numbers than');
  room.close();
});
