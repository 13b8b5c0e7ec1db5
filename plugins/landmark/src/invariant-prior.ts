import type { Line } from './invariant-line.ts';

/**
 * What is known of changes before anything is heard: pitch and tempo are each left alone more often than not, and a
 * turntable changes both together. The rest is spread evenly over all that is looked for.
 */
const shares = { unchanged: 0.25, pitchAlone: 0.2, tempoAlone: 0.2, turntable: 0.05 } as const;
const rest = 1 - shares.unchanged - shares.pitchAlone - shares.tempoAlone - shares.turntable;

/** How exactly a fitted line tells the shift, and the tempo: the ends of a stretch are known to so much. */
const centsDeviation = 8;
const endDeviationMilliseconds = 12;
const tempoDeviation = 0.004;

const normal = (x: number, deviation: number): number =>
  Math.exp(-(x * x) / (2 * deviation * deviation)) / (deviation * Math.sqrt(2 * Math.PI));

/**
 * log₂ of how much likelier a change is than if all were equally likely. It takes the place of the correction for the
 * number of changes that are tried: a line that needs none has to hold against far fewer others.
 *
 * @param milliseconds - length of the stretch in the query
 * @param range - of changes that are looked for
 */
export const priorBits = (
  { cents, tempoRatio }: Line,
  milliseconds: number,
  range: { readonly semitones: number; readonly slowest: number; readonly fastest: number },
): number => {
  const log = Math.log(tempoRatio);
  const deviation = Math.hypot(tempoDeviation, endDeviationMilliseconds / Math.max(300, milliseconds));
  const evenPitch = 1 / Math.max(1, 200 * range.semitones);
  const evenTempo = 1 / Math.max(0.01, Math.log(range.fastest / range.slowest));
  const pitch = normal(cents, centsDeviation);
  const tempo = normal(log, deviation);
  const turntable = normal(cents - 1200 * Math.log2(tempoRatio), 1.5 * centsDeviation);
  const density =
    shares.unchanged * pitch * tempo +
    shares.pitchAlone * tempo * evenPitch +
    shares.tempoAlone * pitch * evenTempo +
    shares.turntable * turntable * evenTempo +
    rest * evenPitch * evenTempo;
  return Math.log2(density / (evenPitch * evenTempo));
};
