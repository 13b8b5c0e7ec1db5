import { type Analysis, type Audio, durationSeconds, SidError, type Side } from '@sid/core';
import type { LandmarkOptions } from './options.ts';
import type { FinePeaks } from './peak-list.ts';
import { findPeaks } from './peaks.ts';
import { hopSize, sampleRate } from './spectrum.ts';

/**
 * Peaks of a recording. A reference is analysed once. A query is analysed several times, each time a part of a hop
 * later, since its frames do not fall on those of the reference: `count` says how many peaks each analysis gave.
 */
export const listen = (audio: Audio, side: Side, options: LandmarkOptions): Analysis => {
  if (audio.sampleRate !== sampleRate)
    throw new SidError(
      'SID_METHOD_FAILED',
      `"${audio.id}" was given to landmark at ${audio.sampleRate} Hz. It hears audio at ${sampleRate} Hz: resample it.`,
    );
  const shifts = side === 'reference' ? 1 : options.queryShifts;
  const found = Array.from({ length: shifts }, (_, shift) =>
    findPeaks(audio.samples, Math.round((shift * hopSize) / shifts), options),
  );
  const total = found.reduce((sum, { frames }) => sum + frames.length, 0);
  const frames = new Uint32Array(total);
  const bins = new Uint16Array(total);
  const fine = new Int16Array(total);
  let at = 0;
  for (const peaks of found) {
    frames.set(peaks.frames, at);
    bins.set(peaks.bins, at);
    fine.set(peaks.fine, at);
    at += peaks.frames.length;
  }
  const count = Uint32Array.from(found, (peaks) => peaks.frames.length);
  return { id: audio.id, durationSeconds: durationSeconds(audio), arrays: { frames, bins, fine, count } };
};

/** The analyses that `listen` put together. */
export const heard = ({ id, arrays }: Analysis): readonly FinePeaks[] => {
  const { frames, bins, fine, count } = arrays;
  const isOurs =
    frames instanceof Uint32Array &&
    bins instanceof Uint16Array &&
    fine instanceof Int16Array &&
    count instanceof Uint32Array;
  if (!isOurs)
    throw new SidError(
      'SID_METHOD_FAILED',
      `The analysis of "${id}" was not made by landmark: it has ${Object.keys(arrays).join(', ') || 'nothing'}.`,
    );
  let end = 0;
  return Array.from(count, (peaks) => {
    const start = end;
    end += peaks;
    return {
      frames: frames.subarray(start, end),
      bins: bins.subarray(start, end),
      fine: fine.subarray(start, end),
    };
  });
};
