import type { LandmarkOptions } from './options.ts';
import type { FinePeaks, Peaks } from './peak-list.ts';

/** What may have been done to a sample: `Alignment`'s members of the same names. */
export interface Change {
  readonly semitones: number;
  readonly tempoRatio: number;
}

/** All changes that are tried, none first and each once. */
export const changesOf = ({ semitones, repitch }: LandmarkOptions): readonly Change[] => {
  const all: Change[] = [
    { semitones: 0, tempoRatio: 1 },
    ...semitones.map((shift) => ({ semitones: shift, tempoRatio: 1 })),
    ...repitch.map((speed) => ({ semitones: 12 * Math.log2(speed), tempoRatio: speed })),
  ];
  return [...new Map(all.map((change) => [JSON.stringify(change), change])).values()];
};

/**
 * Peaks as they would be had the change not been made: the query is not analysed again (Van Balen plays it at other
 * speeds), its peaks are moved.
 *
 * @param delay - of the analysis against the first one, in frames
 */
export const undo = ({ frames, bins, fine }: FinePeaks, { semitones, tempoRatio }: Change, delay: number): Peaks => {
  const moved = { frames: new Uint32Array(frames.length), bins };
  for (let i = 0; i < frames.length; i++) moved.frames[i] = Math.round(((frames[i] as number) + delay) * tempoRatio);
  if (semitones === 0) return moved;
  moved.bins = new Uint16Array(bins.length);
  const factor = 2 ** (-semitones / 12);
  for (let i = 0; i < bins.length; i++)
    moved.bins[i] = Math.round(((bins[i] as number) + (fine[i] as number) / 256) * factor);
  return moved;
};
