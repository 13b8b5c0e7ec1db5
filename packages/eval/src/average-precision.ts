import type { Tier } from './tier.ts';

/** Published variants of average precision. */
export interface AveragePrecisionOptions {
  /** Divide by the relevant tracks found, not by those of the qrels. */
  readonly found?: boolean;
  /** Ranks beyond it are not looked at. */
  readonly cutoff?: number;
}

/**
 * Average precision: Σ over relevant tracks of (relevant tracks up to its rank)/(its rank), over the number of
 * relevant tracks in the qrels; expected over the orders within tiers. What was not retrieved adds 0.
 *
 * In a tier of n tracks with r relevant, below s tracks with R relevant, place i is relevant with probability r/n,
 * and the i−1 places above it then hold (i−1)(r−1)/(n−1) relevant tracks on average. Hence the closed form.
 * Source: McSherry and Najork, "Computing information retrieval performance measures efficiently in the presence of
 * tied scores", ECIR 2008.
 *
 * @param inQrels - number of relevant tracks in the ground truth, at least 1
 * @returns 0…1
 */
export const averagePrecision = (
  tiers: readonly Tier[],
  inQrels: number,
  { found = false, cutoff = Number.POSITIVE_INFINITY }: AveragePrecisionOptions = {},
): number => {
  let above = 0;
  let relevantAbove = 0;
  let sum = 0;
  for (const tier of tiers) {
    const places = Math.min(tier.size, cutoff - above);
    if (places <= 0) break;
    const relevant = tier.relevant.length;
    if (found && places < tier.size) {
      return acrossCutoff(sum, above, relevantAbove, tier.size, relevant, places);
    }
    sum += precisions(above, relevantAbove, tier.size, relevant, places);
    above += tier.size;
    relevantAbove += relevant;
  }
  const denominator = found ? relevantAbove : inQrels;
  return denominator === 0 ? 0 : sum / denominator;
};

/** Expected sum of precisions at the first `places` places of a tier. */
const precisions = (above: number, relevantAbove: number, size: number, relevant: number, places: number): number => {
  if (relevant === 0) return 0;
  const among = size === 1 ? 0 : (relevant - 1) / (size - 1);
  let sum = 0;
  for (let i = 1; i <= places; i++) sum += (relevantAbove + 1 + (i - 1) * among) / (above + i);
  return (sum * relevant) / size;
};

/**
 * With the found-only denominator, a tier that the cut-off divides makes the denominator random: condition on how
 * many of its relevant tracks come before the cut (hypergeometric).
 */
const acrossCutoff = (
  sum: number,
  above: number,
  relevantAbove: number,
  size: number,
  relevant: number,
  places: number,
): number => {
  let expected = 0;
  for (let inside = Math.max(0, places - (size - relevant)); inside <= Math.min(relevant, places); inside++) {
    if (relevantAbove + inside === 0) continue;
    const probability = Math.exp(
      logChoose(relevant, inside) + logChoose(size - relevant, places - inside) - logChoose(size, places),
    );
    const value = sum + precisions(above, relevantAbove, places, inside, places);
    expected += (probability * value) / (relevantAbove + inside);
  }
  return expected;
};

const logChoose = (n: number, k: number): number => {
  let log = 0;
  for (let i = 1; i <= k; i++) log += Math.log((n - k + i) / i);
  return log;
};
