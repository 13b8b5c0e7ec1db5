import type { BoardMethod } from './board.ts';
import type { Result } from './result.ts';

/** Speed of a method; undefined where nothing was timed. */
export const timingOf = ({ timings }: Result): BoardMethod['timing'] => {
  const { referenceAudioSeconds, indexSeconds, querySeconds } = timings;
  if (indexSeconds <= 0 || querySeconds.length === 0) return undefined;
  return {
    timesRealTime: referenceAudioSeconds / indexSeconds,
    indexSeconds,
    audioSeconds: referenceAudioSeconds,
    querySeconds: querySeconds.reduce((sum, seconds) => sum + seconds, 0) / querySeconds.length,
  };
};

/** Size of an index; undefined where no audio was indexed. */
export const sizeOf = ({ size, timings }: Result): BoardMethod['size'] =>
  timings.referenceAudioSeconds <= 0
    ? undefined
    : { ...size, bytesPerHour: size.bytes / (timings.referenceAudioSeconds / 3600) };
