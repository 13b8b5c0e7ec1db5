import { expect, test } from 'vitest';
import { createFrameReader, encodeFrame, type Frame } from './frame.ts';

const frames: readonly Frame[] = [
  { head: { kind: 'a', name: 'Müller' }, arrays: [Float32Array.of(1, 2, 3), new Float32Array(0), Float32Array.of(4)] },
  { head: null, arrays: [] },
  { head: ['c'], arrays: [new Float32Array([0, 5, 6, 0]).subarray(1, 3)] },
];

const bytes = new Uint8Array(frames.flatMap((frame) => encodeFrame(frame).flatMap((piece) => [...piece])));

test.each([1, 2, 3, 7, 16, bytes.length])('frames come out of chunks of %i bytes as they went in', (size) => {
  const found: Frame[] = [];
  const read = createFrameReader((frame) => found.push(frame));
  for (let from = 0; from < bytes.length; from += size) read(bytes.subarray(from, from + size));
  expect(found).toEqual(frames);
});
