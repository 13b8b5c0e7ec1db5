import { overlapped, type Spectra, shortTime } from './short-time.ts';
import { slidingMedian } from './sliding-median.ts';

/** What a recording is taken apart into; they add up to it. */
export interface Separated {
  /** What goes on for long: notes. */
  readonly harmonic: Float32Array;
  /** What covers many frequencies for a moment: strokes. */
  readonly percussive: Float32Array;
  /** The harmonic part below about 200 Hz. */
  readonly bass: Float32Array;
}

const medianFrames = 17;
const medianBins = 17;
const bassHz = 200;

const magnitudesOf = ({ real, imaginary }: Spectra): Float32Array =>
  real.map((x, i) => {
    const y = imaginary[i] ?? 0;
    return Math.sqrt(x * x + y * y);
  });

/** From 1 below the corner to 0 above it, over about a third of an octave to each side. */
const bassWeight = (hz: number): number => 1 / (1 + (hz / bassHz) ** 8);

/**
 * Takes a recording apart by median filters over its spectrogram (Fitzgerald 2010) with soft masks: along time they
 * leave what goes on, along frequency what is struck.
 */
export const separate = (samples: Float32Array, sampleRate: number): Separated => {
  const size = sampleRate >= 32_000 ? 4096 : sampleRate >= 12_000 ? 2048 : 1024;
  const spectra = shortTime(samples, size);
  const { frames, bins } = spectra;
  const magnitudes = magnitudesOf(spectra);
  const harmonic = new Float32Array(magnitudes.length);
  const percussive = new Float32Array(magnitudes.length);
  for (let bin = 0; bin < bins; bin++) slidingMedian(magnitudes, harmonic, bin, bins, frames, medianFrames);
  for (let frame = 0; frame < frames; frame++) slidingMedian(magnitudes, percussive, frame * bins, 1, bins, medianBins);
  const bass = magnitudes;
  const weights = Float32Array.from({ length: bins }, (_, bin) => bassWeight((bin * sampleRate) / size));
  for (let i = 0; i < harmonic.length; i++) {
    const [h, p] = [(harmonic[i] ?? 0) ** 2, (percussive[i] ?? 0) ** 2];
    const share = h + p > 0 ? h / (h + p) : 0.5;
    const low = share * (weights[i % bins] ?? 0);
    bass[i] = low;
    harmonic[i] = share - low;
    percussive[i] = 1 - share;
  }
  const heard = (mask: Float32Array): Float32Array => overlapped(spectra, mask, samples.length);
  return { harmonic: heard(harmonic), percussive: heard(percussive), bass: heard(bass) };
};
