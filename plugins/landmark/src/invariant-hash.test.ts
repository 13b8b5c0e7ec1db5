import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createTripletHash } from './invariant-hash.ts';
import { pairsAtPitch, pairsAtTempo } from './invariant-pair-hash.ts';

const reachCents = 1400;
const hash = createTripletHash({ reachCents, cellCents: 35, ratioCells: 20, borderShare: 0.3 });

const interval = fc.integer({ min: -reachCents, max: reachCents });
const times = fc.tuple(fc.integer({ min: 45, max: 700 }), fc.integer({ min: 45, max: 700 }));

it('numbers a triplet the same however it is stretched, and by its intervals alone', () => {
  fc.assert(
    fc.property(interval, interval, times, fc.integer({ min: 1, max: 9 }), (second, third, [gap, more], stretch) => {
      const number = hash.of(second, third, gap, gap + more);
      expect(hash.of(second, third, gap * stretch, (gap + more) * stretch)).toBe(number);
      expect(number).toBeGreaterThanOrEqual(0);
      expect(number).toBeLessThan(hash.buckets);
    }),
  );
});

it('asks for the number of a triplet that is measured a little differently', () => {
  // Less than 0.3 of a cell: 35 cents, and a twentieth of the ratio.
  const error = fc.integer({ min: -10, max: 10 });
  const inner = fc.integer({ min: -reachCents + 50, max: reachCents - 50 });
  const near = new Uint32Array(8);
  fc.assert(
    fc.property(inner, inner, times, error, error, fc.double({ min: -0.29, max: 0.29, noNaN: true }), (...drawn) => {
      const [second, third, [gap, more], errorOfSecond, errorOfThird, errorOfRatio] = drawn;
      const length = gap + more;
      const other = Math.max(1, Math.min(length - 1, gap + (errorOfRatio * length) / 20));
      const count = hash.near(second + errorOfSecond, third + errorOfThird, other, length, near);
      expect([...near.subarray(0, count)]).toContain(hash.of(second, third, gap, length));
      expect(new Set(near.subarray(0, count)).size).toBe(count);
    }),
  );
});

it('numbers pairs of a sample that kept its tempo alike at any pitch, and the other way round', () => {
  const pitch = fc.integer({ min: 0, max: 7200 });
  const gap = fc.integer({ min: 45, max: 1500 });
  const near = new Uint32Array(4);
  const atTempo = pairsAtTempo(reachCents, 1500);
  const atPitch = pairsAtPitch(reachCents, 7200);
  fc.assert(
    fc.property(pitch, pitch, interval, gap, gap, (a, b, step, first, second) => {
      expect(atTempo.of(a, step, first)).toBe(atTempo.of(b, step, first));
      expect(atPitch.of(a, step, first)).toBe(atPitch.of(a, step, second));
      for (const pairs of [atTempo, atPitch]) {
        expect(pairs.of(a, step, first)).toBeLessThan(pairs.buckets);
        const count = pairs.near(a, step, first, near);
        expect([...near.subarray(0, count)]).toContain(pairs.of(a, step, first));
      }
    }),
  );
});
