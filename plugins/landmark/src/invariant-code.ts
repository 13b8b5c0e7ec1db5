import { SidError } from '@sid/core';
import type { InvariantPeaks } from './invariant-peaks.ts';

/**
 * Peaks in about four bytes each: milliseconds since the peak before in groups of seven bits, low first; cents in two
 * bytes, low first; rank.
 */
export const encodeInvariantPeaks = ({ milliseconds, cents, ranks }: InvariantPeaks): Uint8Array => {
  const bytes = new Uint8Array(milliseconds.length * 8);
  let at = 0;
  let before = 0;
  for (let i = 0; i < milliseconds.length; i++) {
    let gap = (milliseconds[i] as number) - before;
    before = milliseconds[i] as number;
    for (; gap > 127; gap = Math.floor(gap / 128)) bytes[at++] = (gap & 127) | 128;
    bytes[at++] = gap;
    bytes[at++] = (cents[i] as number) & 255;
    bytes[at++] = (cents[i] as number) >>> 8;
    bytes[at++] = ranks[i] as number;
  }
  return bytes.slice(0, at);
};

/** @throws SidError SID_INDEX_INVALID where the bytes end within a peak */
export const decodeInvariantPeaks = (bytes: Uint8Array): InvariantPeaks => {
  const milliseconds: number[] = [];
  const cents: number[] = [];
  const ranks: number[] = [];
  let time = 0;
  for (let at = 0; at < bytes.length; ) {
    let scale = 1;
    for (; (bytes[at] ?? 0) > 127; at++, scale *= 128) time += ((bytes[at] as number) & 127) * scale;
    time += (bytes[at] ?? 0) * scale;
    if (at + 3 >= bytes.length)
      throw new SidError('SID_INDEX_INVALID', 'The peaks of a track end within a peak. Index the recordings again.');
    milliseconds.push(time);
    cents.push((bytes[at + 1] as number) + 256 * (bytes[at + 2] as number));
    ranks.push(bytes[at + 3] as number);
    at += 4;
  }
  return {
    milliseconds: Uint32Array.from(milliseconds),
    cents: Uint16Array.from(cents),
    ranks: Uint8Array.from(ranks),
  };
};
