import type { Tier } from './tier.ts';

/**
 * One over the rank of the first relevant track, 0 if none was retrieved; expected over ties. Within its tier the
 * first relevant track stands at place i with probability Π_{t<i} (n−r−t+1)/(n−t+1) · r/(n−i+1).
 *
 * @returns 0…1
 */
export const reciprocalRank = (tiers: readonly Tier[], cutoff = Number.POSITIVE_INFINITY): number => {
  let above = 0;
  for (const { size, relevant } of tiers) {
    if (relevant.length > 0) {
      let expected = 0;
      let reached = 1;
      for (let i = 1; i <= size && above + i <= cutoff; i++) {
        const left = size - i + 1;
        expected += (reached * relevant.length) / left / (above + i);
        reached *= Math.max(0, left - relevant.length) / left;
      }
      return expected;
    }
    above += size;
  }
  return 0;
};
