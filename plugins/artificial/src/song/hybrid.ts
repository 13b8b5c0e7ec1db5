import type { Random } from '@sid/core';
import { between, chance, pick } from '@sid/effects';
import { type Genre, genres } from './genre.ts';

/** A pattern of 16 steps: anchors on some beats, and steps between of another likelihood each. */
const drawPattern = (random: Random, anchors: readonly number[], density: number): string => {
  const steps = Array.from({ length: 16 }, () => (chance(random, density) ? 1 + random.int(9) : 0));
  for (const step of anchors) if (chance(random, 0.85)) steps[step] = 9;
  return steps.join('');
};

const patterns = (random: Random, anchors: readonly number[], densities: readonly [number, number]): string[] =>
  Array.from({ length: 2 }, () => drawPattern(random, anchors, between(random, ...densities)));

/** Hats on every step of a period, and some between. */
const hats = (random: Random): string[] => {
  const period = pick(random, [1, 2, 2, 4]);
  const anchors = Array.from({ length: 16 / period }, (_, i) => i * period);
  return patterns(random, anchors, [0, 0.4]);
};

/**
 * A genre that is none: every trait is taken from one genre or another, half of the grooves from nowhere. Songs of it
 * are more unlike each other than those of the nine.
 */
export const hybridGenre = (random: Random): Genre => {
  const all: readonly Genre[] = Object.values(genres);
  const home = pick(random, all);
  const trait = <T>(choose: (genre: Genre) => T): T => choose(chance(random, 0.5) ? home : pick(random, all));
  const groove = (known: (genre: Genre) => readonly string[], fresh: () => readonly string[]): readonly string[] =>
    chance(random, 0.5) ? trait(known) : fresh();
  return {
    tempo: chance(random, 0.5) ? home.tempo : [62, 168],
    swing: [0, pick(random, [0, 0.2, 0.6])],
    swingOf: pick(random, [8, 16] as const),
    loose: [0, between(random, 0.001, 0.015)],
    modes: trait((genre) => genre.modes),
    colours: trait((genre) => genre.colours),
    kits: trait((genre) => genre.kits),
    kick: groove(
      (genre) => genre.kick,
      () => patterns(random, pick(random, [[0], [0, 8], [0, 4, 8, 12]]), [0, 0.4]),
    ),
    snare: groove(
      (genre) => genre.snare,
      () => patterns(random, pick(random, [[4, 12], [8], [12], [6, 12]]), [0, 0.25]),
    ),
    hat: groove(
      (genre) => genre.hat,
      () => hats(random),
    ),
    percussion: between(random, 0.1, 0.9),
    bass: trait((genre) => genre.bass),
    bassStyles: trait((genre) => genre.bassStyles),
    chords: trait((genre) => genre.chords),
    chordStyles: trait((genre) => genre.chordStyles),
    pad: trait((genre) => genre.pad),
    lead: trait((genre) => genre.lead),
    has: trait((genre) => genre.has),
    duck: trait((genre) => genre.duck),
    drive: trait((genre) => genre.drive),
  };
};
