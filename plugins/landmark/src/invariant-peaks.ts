import type { LogSpectrum } from './invariant-spectrum.ts';

/** Peaks in order of time. */
export interface InvariantPeaks {
  readonly milliseconds: Uint32Array;
  /** Hundredths of a semitone above the lowest bin. */
  readonly cents: Uint16Array;
  /** How many stronger peaks there are nearby: 0 is the strongest of its neighbourhood. A density that needs no threshold. */
  readonly ranks: Uint8Array;
}

export interface PeakSpec {
  /** A peak is the maximum of ± so many frames and bins. */
  readonly framesAround: number;
  readonly binsAround: number;
  /** Neighbourhood in which strength is ranked: ± so many frames and bins. */
  readonly rankFrames: number;
  readonly rankBins: number;
  /** Peaks of this rank and above are dropped. */
  readonly maxRank: number;
}

/** One peak, between frames and bins as a parabola through its neighbours says. */
export interface FoundPeak {
  readonly frame: number;
  readonly bin: number;
  readonly rank: number;
}

/** What stands out by less than this (natural logarithm of power) is no peak: it keeps silence silent. */
const leastLevel = 0.1;

interface Maximum {
  readonly frame: number;
  readonly bin: number;
  readonly exactFrame: number;
  readonly exactBin: number;
  readonly level: number;
}

/** Local maxima of a whitened spectrum, those with fewer than `maxRank` stronger ones nearby. */
export const pickPeaks = (spectrum: LogSpectrum, spec: PeakSpec): readonly FoundPeak[] => {
  const maxima = localMaxima(spectrum, spec);
  const kept: FoundPeak[] = [];
  let first = 0;
  for (const maximum of maxima) {
    while ((maxima[first]?.frame ?? 0) < maximum.frame - spec.rankFrames) first++;
    const rank = rankOf(maximum, maxima, first, spec);
    if (rank < spec.maxRank) kept.push({ frame: maximum.exactFrame, bin: maximum.exactBin, rank });
  }
  return kept;
};

/** Puts peaks into the units in which they are stored and compared. */
export const toInvariantPeaks = (
  found: readonly FoundPeak[],
  millisecondsPerFrame: number,
  centsPerBin: number,
): InvariantPeaks => {
  const peaks = found.map(({ frame, bin, rank }) => ({
    // A frame is heard at its middle.
    milliseconds: Math.round((frame + 0.5) * millisecondsPerFrame),
    cents: Math.max(0, Math.round(bin * centsPerBin)),
    rank,
  }));
  peaks.sort((a, b) => a.milliseconds - b.milliseconds || a.cents - b.cents);
  return {
    milliseconds: Uint32Array.from(peaks, (peak) => peak.milliseconds),
    cents: Uint16Array.from(peaks, (peak) => peak.cents),
    ranks: Uint8Array.from(peaks, (peak) => peak.rank),
  };
};

const rankOf = (peak: Maximum, maxima: readonly Maximum[], first: number, spec: PeakSpec): number => {
  let rank = 0;
  for (let i = first; i < maxima.length && rank < spec.maxRank; i++) {
    const other = maxima[i] as Maximum;
    if (other.frame > peak.frame + spec.rankFrames) break;
    if (other.level > peak.level && Math.abs(other.bin - peak.bin) <= spec.rankBins) rank++;
  }
  return rank;
};

const localMaxima = ({ frames, bins, data }: LogSpectrum, spec: PeakSpec): readonly Maximum[] => {
  const { framesAround, binsAround } = spec;
  const found: Maximum[] = [];
  const isMaximum = (frame: number, bin: number, level: number): boolean => {
    for (let f = Math.max(0, frame - framesAround); f <= Math.min(frames - 1, frame + framesAround); f++)
      for (let b = Math.max(0, bin - binsAround); b <= Math.min(bins - 1, bin + binsAround); b++)
        if ((data[f * bins + b] as number) > level) return false;
    return true;
  };
  for (let frame = 1; frame < frames - 1; frame++)
    for (let bin = 1, at = frame * bins + 1; bin < bins - 1; bin++, at++) {
      const level = data[at] as number;
      if (level < leastLevel) continue;
      const left = data[at - 1] as number;
      const right = data[at + 1] as number;
      const before = data[at - bins] as number;
      const after = data[at + bins] as number;
      // The nearest neighbours first: they rule out most.
      if (left > level || right > level || before > level || after > level || !isMaximum(frame, bin, level)) continue;
      found.push({
        frame,
        bin,
        exactFrame: frame + vertex(before, level, after),
        exactBin: bin + vertex(left, level, right),
        level,
      });
    }
  return found;
};

/** Where the parabola through three equally spaced values has its top, −½…½ of a step from the middle one. */
const vertex = (before: number, middle: number, after: number): number => {
  const curvature = before - 2 * middle + after;
  return curvature < 0 ? Math.max(-0.5, Math.min(0.5, (before - after) / (2 * curvature))) : 0;
};
