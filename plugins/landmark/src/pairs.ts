import type { Peaks } from './peak-list.ts';
import { sampleRate } from './spectrum.ts';

export interface PairOptions {
  readonly fftSize: number;
  readonly fanOut: number;
  readonly minDeltaFrames: number;
  readonly maxDeltaFrames: number;
  readonly maxDeltaHertz: number;
}

/** Which peaks belong together, as positions in the list of peaks, in order of the first. */
export interface Pairs {
  readonly firsts: Uint32Array;
  readonly seconds: Uint32Array;
}

/** Greatest difference in time that a hash can hold: six bits. */
export const deltaFramesLimit = 63;
/** Greatest difference in frequency that a hash can hold: nine bits with the sign. */
const deltaBinsLimit = 255;
/** Bins below this fit into a hash. */
const binLimit = 1024;

/** Every peak with up to `fanOut` later ones near it in time and frequency, the nearest in time first (Ellis 2009). */
export const pairPeaks = ({ frames, bins }: Peaks, options: PairOptions): Pairs => {
  const { fanOut, minDeltaFrames, maxDeltaFrames } = options;
  const maxDeltaBins = Math.min(deltaBinsLimit, Math.round((options.maxDeltaHertz * options.fftSize) / sampleRate));
  const firsts = new Uint32Array(frames.length * fanOut);
  const seconds = new Uint32Array(frames.length * fanOut);
  let count = 0;
  for (let i = 0; i < frames.length; i++) {
    const before = count;
    count = addPartners(i, frames, bins, minDeltaFrames, maxDeltaFrames, maxDeltaBins, fanOut, seconds, before);
    firsts.fill(i, before, count);
  }
  return { firsts: firsts.slice(0, count), seconds: seconds.slice(0, count) };
};

/** Adds the partners of one peak. A function of its own, since it is called often enough to be compiled for good. */
const addPartners = (
  first: number,
  frames: Uint32Array,
  bins: Uint16Array,
  minDeltaFrames: number,
  maxDeltaFrames: number,
  maxDeltaBins: number,
  most: number,
  into: Uint32Array,
  before: number,
): number => {
  const frame = frames[first] as number;
  const bin = bins[first] as number;
  let count = before;
  for (let j = first + 1; j < frames.length && count < before + most; j++) {
    const later = (frames[j] as number) - frame;
    if (later > maxDeltaFrames) break;
    const higher = (bins[j] as number) - bin;
    if (later >= minDeltaFrames && higher <= maxDeltaBins && higher >= -maxDeltaBins) into[count++] = j;
  }
  return count;
};

/** Hashes with the frame of their first peak. */
export interface Hashes {
  readonly hashes: Uint32Array;
  readonly frames: Uint32Array;
}

/**
 * The bin of the first peak, the difference of the bins (nine bits, two's complement), the difference of the frames
 * (six bits). Where peaks were moved so that these no longer fit, the pair is left out.
 *
 * @param made - called with the position of each pair that got a hash
 */
export const hashPairs = (
  { firsts, seconds }: Pairs,
  { frames, bins }: Peaks,
  made: (pair: number) => void = () => {},
): Hashes => {
  const hashes = new Uint32Array(firsts.length);
  const times = new Uint32Array(firsts.length);
  let count = 0;
  for (let pair = 0; pair < firsts.length; pair++) {
    const first = firsts[pair] as number;
    const second = seconds[pair] as number;
    const frame = frames[first] as number;
    const bin = bins[first] as number;
    const later = (frames[second] as number) - frame;
    const higher = (bins[second] as number) - bin;
    if (bin >= binLimit || later > deltaFramesLimit || higher > deltaBinsLimit || higher < -deltaBinsLimit) continue;
    hashes[count] = (bin << 15) | ((higher & 511) << 6) | later;
    times[count++] = frame;
    made(pair);
  }
  return { hashes: hashes.subarray(0, count), frames: times.subarray(0, count) };
};
