import { power } from '@sid/effects';

/** Attack, decay and release in seconds; sustain from 0 to 1. */
export interface Envelope {
  readonly attack: number;
  readonly decay: number;
  readonly sustain: number;
  readonly release: number;
}

/** Samples from the start of a note to the end of its release. */
export const envelopeLength = (envelope: Envelope, seconds: number, sampleRate: number): number =>
  Math.max(1, Math.ceil((seconds + envelope.release) * sampleRate));

/**
 * Level over time, one value for every `step` samples: linear attack, exponential decay and release (to −60 dB).
 *
 * @param seconds - how long the note is held
 */
export const envelopeLevels = (envelope: Envelope, seconds: number, sampleRate: number, step: number): Float32Array => {
  const length = Math.ceil(envelopeLength(envelope, seconds, sampleRate) / step) + 1;
  const perSecond = sampleRate / step;
  const held = seconds * perSecond;
  const rise = 1 / Math.max(1, envelope.attack * perSecond);
  const fall = 1 - power(0.01, 1 / Math.max(1, envelope.decay * perSecond));
  const end = power(0.001, 1 / Math.max(1, envelope.release * perSecond));
  const levels = new Float32Array(length);
  let level = 0;
  let rising = true;
  for (let i = 0; i < length; i++) {
    if (i >= held) level *= end;
    else if (rising) {
      level += rise;
      if (level >= 1) {
        level = 1;
        rising = false;
      }
    } else level += (envelope.sustain - level) * fall;
    levels[i] = level;
  }
  return levels;
};
