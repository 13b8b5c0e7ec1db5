import type { Random } from '@sid/core';
import { between, chance, log2, pick, power } from '@sid/effects';
import type { ClassName } from '../producer/recipe.ts';

/** How pitch and tempo of a sample change. */
export interface Change {
  readonly class: ClassName;
  readonly semitones: number;
  readonly tempoRatio: number;
  readonly varispeed: boolean;
}

const shifts = [-4, -3.5, -3, -2.5, -2, -1.5, -1, -0.5, 0.5, 1, 1.5, 2, 2.5, 3, 3.5, 4] as const;

/** 0.75…1.35 without the neighbourhood of 1, even in proportion. */
const drawTempo = (random: Random): number => {
  const ratio = chance(random, 0.5)
    ? 0.75 * power(0.94 / 0.75, random.next())
    : 1.06 * power(1.35 / 1.06, random.next());
  return Math.round(ratio * 1000) / 1000;
};

/** A turntable stays within four semitones: 0.8…1.25. */
const drawSpeed = (random: Random): number =>
  Math.round((chance(random, 0.5) ? between(random, 0.8, 0.95) : between(random, 1.06, 1.25)) * 1000) / 1000;

export const drawChange = (random: Random, name: ClassName): Change => {
  const none = { class: name, semitones: 0, tempoRatio: 1, varispeed: false };
  switch (name) {
    case 'clean':
      return none;
    case 'pitch':
      return { ...none, semitones: pick(random, shifts) };
    case 'tempo':
      return { ...none, tempoRatio: drawTempo(random) };
    case 'both': {
      if (chance(random, 0.8)) return { ...none, semitones: pick(random, shifts), tempoRatio: drawTempo(random) };
      const tempoRatio = drawSpeed(random);
      return { ...none, semitones: 12 * log2(tempoRatio), tempoRatio, varispeed: true };
    }
    case 'buried':
      if (chance(random, 0.65)) return none;
      return chance(random, 0.5)
        ? { ...none, semitones: pick(random, [-1, -0.5, 0.5, 1]) }
        : { ...none, tempoRatio: pick(random, [0.95, 0.97, 1.03, 1.05]) };
  }
};

/** The change of one cell of a grid; its class follows from the values. */
export const changeOf = (semitones: number, tempoRatio: number): Change => ({
  class: semitones === 0 ? (tempoRatio === 1 ? 'clean' : 'tempo') : tempoRatio === 1 ? 'pitch' : 'both',
  semitones,
  tempoRatio,
  varispeed: false,
});
