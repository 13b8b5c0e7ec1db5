import type { Tier } from './tier.ts';

/**
 * Hit rate: 1 if a relevant track is among the first `k`; with ties, the probability of it. The first tier that holds
 * a relevant track decides: if it straddles rank k, all its places up to k are missed with probability
 * Π (n−r−t)/(n−t).
 *
 * @returns 0…1
 */
export const hitRate = (tiers: readonly Tier[], k: number): number => {
  let above = 0;
  for (const { size, relevant } of tiers) {
    const places = Math.min(size, k - above);
    if (places <= 0) return 0;
    if (relevant.length > 0) {
      let missed = 1;
      for (let t = 0; t < places; t++) missed *= Math.max(0, size - relevant.length - t) / (size - t);
      return 1 - missed;
    }
    above += size;
  }
  return 0;
};
