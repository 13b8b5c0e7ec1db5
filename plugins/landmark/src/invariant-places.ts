import type { Aligned } from './invariant-align.ts';
import type { Line } from './invariant-line.ts';
import type { InvariantPeaks } from './invariant-peaks.ts';

/** A place where a track is heard in a query. */
export interface InvariantPlace {
  readonly line: Line;
  /** In the reference, in milliseconds. */
  readonly reference: { readonly from: number; readonly to: number };
  readonly bits: number;
}

/** Lines that pass each other at less than this are the same line. */
const sameMilliseconds = 250;
const sameCents = 60;

/** Alignments without those that repeat a stronger one: same line over a common stretch. Best first. */
export const placesOf = (
  peaks: InvariantPeaks,
  aligned: readonly Aligned[],
  most: number,
): readonly InvariantPlace[] => {
  const kept: InvariantPlace[] = [];
  for (const { line, from, to, bits } of [...aligned].sort((a, b) => b.bits - a.bits)) {
    if (kept.length >= most) break;
    const reference = {
      from: peaks.milliseconds[from] ?? 0,
      to: peaks.milliseconds[to - 1] ?? 0,
    };
    const place = { line, reference, bits };
    if (!kept.some((other) => repeats(place, other))) kept.push(place);
  }
  return kept;
};

const repeats = (a: InvariantPlace, b: InvariantPlace): boolean => {
  const from = Math.max(a.reference.from, b.reference.from);
  const to = Math.min(a.reference.to, b.reference.to);
  if (to < from || Math.abs(a.line.cents - b.line.cents) > sameCents) return false;
  const middle = (from + to) / 2;
  return Math.abs(queryTime(a.line, middle) - queryTime(b.line, middle)) < sameMilliseconds;
};

const queryTime = (line: Line, time: number): number => line.queryAt + (time - line.referenceAt) / line.tempoRatio;

/** Evidence for a track: that of its best place. */
export const trackBits = (places: readonly InvariantPlace[]): number => places[0]?.bits ?? 0;
