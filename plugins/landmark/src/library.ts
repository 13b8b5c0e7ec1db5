import { createHashIndex, type HashIndex } from './hash-index.ts';
import { createHitSums, type HitSums } from './hit-sums.ts';
import type { LandmarkOptions } from './options.ts';
import { hashPairs, pairPeaks } from './pairs.ts';
import { decodePeaks } from './peak-code.ts';
import { secondsPerFrame } from './spectrum.ts';
import { createTimeline, type Timeline } from './timeline.ts';
import type { StoredTrack } from './track-file.ts';

/** Everything stored, ready to be asked. */
export interface Library {
  /** By number on the timeline: in order of ids, so that answers do not depend on the order of addition. */
  readonly tracks: readonly StoredTrack[];
  readonly timeline: Timeline;
  readonly index: HashIndex;
  readonly hours: number;
  /** Work space of searches. */
  readonly sums: HitSums;
}

/** Pairs the stored peaks again: peaks take a tenth of the room of their hashes, and pairing costs next to nothing. */
export const createLibrary = (stored: Iterable<StoredTrack>, options: LandmarkOptions): Library => {
  const tracks = [...stored].sort((a, b) => (a.id < b.id ? -1 : 1));
  const timeline = createTimeline(tracks.map((track) => Math.ceil(track.durationSeconds / secondsPerFrame)));
  const made = tracks.map((track) => {
    const peaks = decodePeaks(track.code);
    return hashPairs(pairPeaks(peaks, options), peaks);
  });
  const total = made.reduce((sum, { hashes }) => sum + hashes.length, 0);
  const hashes = new Uint32Array(total);
  const places = new Uint32Array(total);
  let at = 0;
  for (const [track, pairs] of made.entries()) {
    const start = timeline.starts[track] as number;
    hashes.set(pairs.hashes, at);
    for (const frame of pairs.frames) places[at++] = start + frame;
  }
  const hours = tracks.reduce((sum, { durationSeconds }) => sum + durationSeconds, 0) / 3600;
  return { tracks, timeline, index: createHashIndex(hashes, places), hours, sums: createHitSums() };
};
