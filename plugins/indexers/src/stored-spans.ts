import type { TrackSpan } from '@sid/core';
import { invalid, type Reader } from './reader.ts';

/** Three doubles and a track number per row. */
export const spanBytes = 28;
const piece = 32_768;

const slicesOf = (rows: number): readonly (readonly [number, number])[] =>
  Array.from({ length: Math.ceil(rows / piece) }, (_, i) => [i * piece, Math.min(rows, (i + 1) * piece)]);

/** The spans of rows 0 … `rows` − 1 in slices of columns: from, to, semitones (NaN where none), track number. */
export function* spanParts(
  rows: number,
  tracks: readonly string[],
  spanAt: (row: number) => TrackSpan,
): Iterable<Uint8Array> {
  const numbers = new Map(tracks.map((name, i) => [name, i]));
  for (const [first, last] of slicesOf(rows)) {
    const times = new Float64Array(3 * (last - first));
    const names = new Uint32Array(last - first);
    for (let row = first; row < last; row++) {
      const { track, from, to, semitones = Number.NaN } = spanAt(row);
      times.set([from, to, semitones], 3 * (row - first));
      names[row - first] = numbers.get(track) ?? 0;
    }
    yield new Uint8Array(times.buffer);
    yield new Uint8Array(names.buffer);
  }
}

export async function* readSpans(reader: Reader, rows: number, tracks: readonly string[]): AsyncIterable<TrackSpan> {
  for (const [first, last] of slicesOf(rows)) {
    const times = new Float64Array((await reader.take(24 * (last - first))).buffer);
    const names = new Uint32Array((await reader.take(4 * (last - first))).buffer);
    for (let i = 0; i < last - first; i++) {
      const track = tracks[names[i] ?? -1];
      if (track === undefined) throw invalid(`A span refers to track ${names[i]} of ${tracks.length}.`);
      const [from = 0, to = 0, semitones = Number.NaN] = times.subarray(3 * i, 3 * i + 3);
      yield Number.isNaN(semitones) ? { track, from, to } : { track, from, to, semitones };
    }
  }
}
