import type { Tier } from './tier.ts';

/**
 * Normalised rank: for each relevant track, the share of the pool's non-relevant tracks that stand above it (of those
 * tied with it, half); the mean over the relevant tracks. A relevant track that was not retrieved gets 1.
 * Source: sony/clews `lib/eval.py` without its factor 100; Riou et al. 2025 print its mean and median.
 *
 * @param inQrels - number of relevant tracks in the ground truth, at least 1
 * @param poolSize - number of tracks that could have been retrieved
 * @returns 0 (perfect) … 1, or null where the pool holds nothing but relevant tracks
 */
export const normalisedRank = (tiers: readonly Tier[], inQrels: number, poolSize: number): number | null => {
  const others = poolSize - inQrels;
  if (others <= 0) return null;
  let sum = 0;
  let retrieved = 0;
  let above = 0;
  for (const { size, relevant } of tiers) {
    const wrong = size - relevant.length;
    sum += (relevant.length * (above + wrong / 2)) / others;
    retrieved += relevant.length;
    above += wrong;
  }
  return (sum + inQrels - retrieved) / inQrels;
};
