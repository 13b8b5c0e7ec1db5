/**
 * Holm's step-down correction: the smallest p times m, the next times m−1, …, never decreasing, never above 1.
 * Source: Holm, "A simple sequentially rejective multiple test procedure", 1979.
 *
 * @returns corrected values in the order of `p`
 */
export const holm = (p: readonly number[]): readonly number[] => {
  const corrected = new Array<number>(p.length).fill(1);
  let least = 0;
  const order = p.map((value, index) => ({ value, index })).sort((a, b) => a.value - b.value);
  for (const [step, { value, index }] of order.entries()) {
    least = Math.max(least, Math.min(1, value * (p.length - step)));
    corrected[index] = least;
  }
  return corrected;
};
