import { compress } from './compressor.ts';
import { filter, peak } from './filter.ts';
import { exp2 } from './portable.ts';
import { stretch } from './stretch.ts';
import { varispeed } from './varispeed.ts';

/** What a producer did to the excerpt, in this order. */
export interface Treatment {
  readonly semitones: number;
  /** Above 1 is faster. */
  readonly tempoRatio: number;
  /** Played faster or slower as a record is, instead of stretched. */
  readonly varispeed: boolean;
  readonly filter: 'none' | 'low' | 'high' | 'phone';
  readonly eq: readonly { readonly hz: number; readonly gainDb: number; readonly q: number }[];
  readonly compressor?: { readonly thresholdDb: number; readonly ratio: number };
  readonly bits?: number;
}

/** The parts of a treatment that leave pitch and tempo alone, in place. */
export const colour = (
  samples: Float32Array,
  sampleRate: number,
  treatment: Pick<Treatment, 'filter' | 'eq' | 'compressor' | 'bits'>,
): void => {
  if (treatment.filter === 'low') filter(samples, sampleRate, 'low', 700);
  if (treatment.filter === 'high') filter(samples, sampleRate, 'high', 500);
  if (treatment.filter === 'phone') filter(filter(samples, sampleRate, 'high', 350), sampleRate, 'low', 3200);
  for (const { hz, gainDb, q } of treatment.eq) peak(samples, sampleRate, hz, gainDb, q);
  if (treatment.compressor) compress(samples, sampleRate, treatment.compressor);
  if (treatment.bits !== undefined) {
    const steps = exp2(treatment.bits - 1);
    for (let i = 0; i < samples.length; i++) samples[i] = Math.round((samples[i] ?? 0) * steps) / steps;
  }
};

/** The excerpt as the producer hears it after all changes: `excerpt.length / tempoRatio` samples. */
export const treat = (excerpt: Float32Array, sampleRate: number, treatment: Treatment): Float32Array => {
  const { semitones, tempoRatio } = treatment;
  const out = treatment.varispeed
    ? varispeed(excerpt, tempoRatio)
    : semitones === 0 && tempoRatio === 1
      ? Float32Array.from(excerpt)
      : stretch(excerpt, sampleRate, tempoRatio, semitones);
  colour(out, sampleRate, treatment);
  return out;
};
