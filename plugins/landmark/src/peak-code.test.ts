import fc from 'fast-check';
import { expect, it } from 'vitest';
import { decodePeaks, encodePeaks } from './peak-code.ts';

const peaks = fc
  .array(fc.tuple(fc.oneof(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 20_000_000 })), fc.nat(1023)))
  .map((list) => {
    let frame = 0;
    return {
      frames: Uint32Array.from(list, ([gap]) => {
        frame += gap;
        return frame;
      }),
      bins: Uint16Array.from(list, ([, bin]) => bin),
    };
  });

it('decodes what it encoded, up to many hours', () => {
  fc.assert(
    fc.property(peaks, (some) => {
      expect(decodePeaks(encodePeaks(some))).toEqual(some);
    }),
  );
});

it('takes two bytes for a peak a few frames after the one before, one within a frame', () => {
  const frames = Uint32Array.from([3, 3, 10]);
  expect(encodePeaks({ frames, bins: Uint16Array.from([1, 100, 1023]) })).toHaveLength(5);
});

it('refuses a code that ends within a peak', () => {
  expect(() => decodePeaks(Uint8Array.from([200]))).toThrow(/end within a peak/);
  expect(() => decodePeaks(Uint8Array.from([5, 200, 130]))).toThrow(/end within a peak/);
});
