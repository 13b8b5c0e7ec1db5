import type { Random } from '@sid/core';

/** Uniform in `low`…`high`. */
export const between = (random: Random, low: number, high: number): number => low + (high - low) * random.next();

/** True with probability `p`. */
export const chance = (random: Random, p: number): boolean => random.next() < p;

/** One item, all equally likely. @param list - not empty */
export const pick = <T>(random: Random, list: readonly T[]): T => {
  const item = list[random.int(list.length)];
  if (item === undefined) throw new RangeError('pick: the list is empty');
  return item;
};

/** A copy in random order (Fisher and Yates, from the end). */
export const shuffled = <T>(random: Random, list: readonly T[]): T[] => {
  const out = [...list];
  for (let i = out.length - 1; i > 0; i--) {
    const j = random.int(i + 1);
    const [a, b] = [out[i], out[j]];
    // Both places exist; the compiler cannot know.
    if (a !== undefined && b !== undefined) [out[i], out[j]] = [b, a];
  }
  return out;
};
