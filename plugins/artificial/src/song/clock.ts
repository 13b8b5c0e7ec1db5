import type { Random } from '@sid/core';

/** Nearly normal with variance 1: a sum of twelve uniform numbers (no logarithm, so the same everywhere). */
const bell = (random: Random): number => {
  let sum = -6;
  for (let i = 0; i < 12; i++) sum += random.next();
  return sum;
};

/** Turns places in the bar grid (16 steps to the bar) into the moment a player hits them. */
export interface Clock {
  readonly stepSeconds: number;
  readonly barSeconds: number;
  /** The grid itself with swing, without the player's looseness. */
  grid(step: number): number;
  /** A moment near `step`; another every time it is asked. */
  played(step: number): number;
}

export const makeClock = (tempo: number, swing: number, swingOf: 8 | 16, loose: number, random: Random): Clock => {
  const stepSeconds = 15 / tempo;
  const grid = (step: number): number => {
    const unit = swingOf === 16 ? 1 : 2;
    const offbeat = Math.floor(step / unit) % 2 === 1;
    return stepSeconds * (step + (offbeat ? swing * unit * 0.5 : 0));
  };
  return {
    stepSeconds,
    barSeconds: 16 * stepSeconds,
    grid,
    played: (step) => Math.max(0, grid(step) + loose * Math.max(-2.5, Math.min(2.5, bell(random)))),
  };
};
