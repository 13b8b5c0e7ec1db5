import { type Analysis, type Audio, durationSeconds, SidError, type Side } from '@sid/core';
import type { InvariantOptions } from './invariant-options.ts';
import { type FoundPeak, type InvariantPeaks, type PeakSpec, pickPeaks, toInvariantPeaks } from './invariant-peaks.ts';
import { createLogSpectrum, type LogSpectrumSpec } from './invariant-spectrum.ts';
import { whiten } from './invariant-whitening.ts';

export const spectrumSpec: LogSpectrumSpec = {
  sampleRate: 11_025,
  windowSamples: 2048,
  hopSamples: 256,
  lowestHertz: 80,
  binsPerOctave: 24,
  octaves: 6,
};

/** Pitch of the highest bin above the lowest, in cents. */
export const pitchRangeCents = spectrumSpec.octaves * 1200;

const framesPerSecond = spectrumSpec.sampleRate / spectrumSpec.hopSamples;
const whitenFrames = Math.round(5 * framesPerSecond);
const whitenBins = spectrumSpec.binsPerOctave;
const peakSpec: Omit<PeakSpec, 'maxRank'> = {
  framesAround: 2,
  binsAround: 1,
  rankFrames: Math.round(0.5 * framesPerSecond),
  rankBins: spectrumSpec.binsPerOctave,
};

/** Recordings are gone through in pieces, so that a long one takes no more memory than a piece. */
const pieceFrames = 16_384;
/** What a piece has to hear of its neighbours for its peaks to be those of the whole. */
const marginFrames = whitenFrames + 2 * (peakSpec.rankFrames + peakSpec.framesAround + 1);

let spectrumOf: ReturnType<typeof createLogSpectrum> | undefined;

/** The peaks of a recording, denser for a query: what is laid over a sample takes peaks from it. */
export const listenInvariantly = (
  audio: Audio,
  side: Side,
  { referenceRank, queryRank }: Pick<InvariantOptions, 'referenceRank' | 'queryRank'>,
): Analysis => {
  if (audio.sampleRate !== spectrumSpec.sampleRate)
    throw new SidError(
      'SID_METHOD_FAILED',
      `"${audio.id}" was given to landmark-invariant at ${audio.sampleRate} Hz. It hears audio at ${spectrumSpec.sampleRate} Hz: resample it.`,
    );
  const maxRank = side === 'reference' ? referenceRank : queryRank;
  const frames = Math.floor(audio.samples.length / spectrumSpec.hopSamples);
  const found: FoundPeak[] = [];
  for (let from = 0; from < frames; from += pieceFrames)
    for (const peak of peaksBetween(audio.samples, from, Math.min(frames, from + pieceFrames), maxRank))
      found.push(peak);
  const peaks = toInvariantPeaks(found, 1000 / framesPerSecond, 1200 / spectrumSpec.binsPerOctave);
  return { id: audio.id, durationSeconds: durationSeconds(audio), arrays: { ...peaks } };
};

const peaksBetween = (samples: Float32Array, from: number, to: number, maxRank: number): readonly FoundPeak[] => {
  const first = Math.max(0, from - marginFrames);
  // Tables and work space are the same for everybody, and one thread uses them at a time.
  spectrumOf ??= createLogSpectrum(spectrumSpec);
  const spectrum = spectrumOf(samples, first, to + marginFrames);
  whiten(spectrum, whitenFrames, whitenBins);
  return pickPeaks(spectrum, { ...peakSpec, maxRank })
    .map((peak) => ({ ...peak, frame: peak.frame + first }))
    .filter(({ frame }) => Math.round(frame) >= from && Math.round(frame) < to);
};

/** The peaks that `listenInvariantly` put into an analysis. */
export const heardInvariantly = ({ id, arrays }: Analysis): InvariantPeaks => {
  const { milliseconds, cents, ranks } = arrays;
  if (!(milliseconds instanceof Uint32Array && cents instanceof Uint16Array && ranks instanceof Uint8Array))
    throw new SidError(
      'SID_METHOD_FAILED',
      `The analysis of "${id}" was not made by landmark-invariant: it has ${Object.keys(arrays).join(', ') || 'nothing'}.`,
    );
  return { milliseconds, cents, ranks };
};
