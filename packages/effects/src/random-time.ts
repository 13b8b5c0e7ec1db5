import { between, chance, pick } from './draw.ts';
import { type Effect, fitted } from './effect.ts';
import { quickStretch } from './quick-stretch.ts';
import { stretch } from './stretch.ts';

/** What stretches: Signalsmith's library, or ours, which takes a fraction of the time. */
export type Stretcher = 'signalsmith' | 'quick';

const stretchers = { signalsmith: stretch, quick: quickStretch } as const;

export interface TimeEffectSettings {
  readonly by: Stretcher;
  /** Whether the length stays, by cutting at the end or by silence after it. Default true. */
  readonly keepLength?: boolean;
}

/** A shift by −`limit`…+`limit` semitones, not only whole ones. */
export const randomPitchShift =
  (limit: number, { by }: TimeEffectSettings): Effect =>
  (samples, sampleRate, random) =>
    fitted(stretchers[by](samples, sampleRate, 1, between(random, -limit, limit)), samples.length);

/** Another tempo, `slowest`…`fastest` times the old one. */
export const randomTimeStretch =
  (slowest: number, fastest: number, { by, keepLength = true }: TimeEffectSettings): Effect =>
  (samples, sampleRate, random) => {
    const out = stretchers[by](samples, sampleRate, between(random, slowest, fastest), 0);
    return keepLength ? fitted(out, samples.length) : out;
  };

/** What may happen to a frame. */
export type Warp = 'duplicate' | 'remove' | 'silence' | 'reverse';

/** What `warp` makes of one frame. */
const warped = (frame: Float32Array, warp: Warp): readonly Float32Array[] => {
  if (warp === 'remove') return [];
  if (warp === 'duplicate') return [frame, frame];
  return [warp === 'silence' ? new Float32Array(frame.length) : frame.slice().reverse()];
};

/**
 * Cuts into frames, as many a second as are drawn from 0.5…5, and changes one in ten of them in one way; the length
 * is kept (the time warps of Cheston et al. 2025).
 */
export const frameEffects =
  (warps: readonly Warp[] = ['duplicate', 'remove', 'silence'], part = 0.1): Effect =>
  (samples, sampleRate, random) => {
    const size = Math.max(1, Math.round(sampleRate / between(random, 0.5, 5)));
    const warp = pick(random, warps);
    const out = new Float32Array(samples.length);
    let at = 0;
    for (let from = 0; from < samples.length; from += size) {
      const frame = samples.subarray(from, from + size);
      for (const piece of chance(random, part) ? warped(frame, warp) : [frame]) {
        if (at < out.length) out.set(piece.subarray(0, out.length - at), at);
        at += piece.length;
      }
    }
    return out;
  };
