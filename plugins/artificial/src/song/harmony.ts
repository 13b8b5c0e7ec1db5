import type { Random } from '@sid/core';
import { chance, pick } from '@sid/effects';

/** Semitones above the tonic. */
const modes = {
  major: [0, 2, 4, 5, 7, 9, 11],
  minor: [0, 2, 3, 5, 7, 8, 10],
  dorian: [0, 2, 3, 5, 7, 9, 10],
  mixolydian: [0, 2, 4, 5, 7, 9, 10],
  phrygian: [0, 1, 3, 5, 7, 8, 10],
  lydian: [0, 2, 4, 6, 7, 9, 11],
} as const satisfies Record<string, readonly number[]>;
export type Mode = keyof typeof modes;

/** MIDI number of a degree of the scale (0 = tonic) in the octave that starts at `base`. */
export const pitchOf = (mode: Mode, tonic: number, base: number, degree: number): number => {
  const scale = modes[mode];
  const octave = Math.floor(degree / 7);
  return base + tonic + 12 * octave + (scale[degree - 7 * octave] ?? 0);
};

const loops = [
  [0, 5, 3, 4],
  [0, 4, 5, 3],
  [5, 3, 0, 4],
  [0, 3, 4, 3],
  [0, 6, 5, 6],
  [0, 5, 6, 4],
  [1, 4, 0, 0],
  [1, 4, 0, 5],
  [0, 0, 3, 3],
  [0, 2, 3, 4],
  [0, 6, 3, 0],
  [3, 4, 2, 5],
  [0, 3, 0, 4],
  [0, 1, 2, 1],
  [5, 4, 3, 2],
  [0, 0, 0, 0],
  [0, 0, 5, 6],
] as const;

/** Degrees of the chords, one or two to the bar, for four bars. */
export const makeProgression = (random: Random): readonly (readonly number[])[] => {
  const roots: number[] = [...pick(random, loops)];
  if (chance(random, 0.5)) roots[random.int(4)] = random.int(7);
  return roots.map((root) => (chance(random, 0.2) ? [root, random.int(7)] : [root]));
};

/**
 * A chord as degrees above its root's octave, opened around the middle register.
 *
 * @param colour - 0 triads, 1 sevenths, 2 ninths
 */
export const voicing = (random: Random, root: number, colour: number, open: boolean): number[] => {
  const tones = [0, 2, 4, ...(colour > 0 ? [6] : []), ...(colour > 1 ? [8] : [])].map((t) => root + t);
  const turned = tones.map((t) => (t >= 7 + random.int(3) ? t - 7 : t));
  return [...new Set(open ? turned.map((t, i) => (i === 1 ? t + 7 : t)) : turned)];
};
