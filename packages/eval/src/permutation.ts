import type { Random } from '@sid/core';

/** Up to this many non-zero differences, all sign flips are enumerated. */
export const exactUpTo = 16;

/**
 * Paired permutation test, two-sided: the probability that random signs give a |sum of differences| at least as great
 * as observed. Zero differences change nothing and are dropped. Exact where few; else (b+1)/(m+1) over `permutations`
 * draws (Phipson and Smyth, 2010: never 0). Source: Fisher 1935; for retrieval Smucker, Allan and Carterette, CIKM 2007.
 *
 * @param differences - one per query
 * @returns 0…1; 1 where nothing differs
 */
export const signFlipTest = (differences: readonly number[], permutations: number, random: Random): number => {
  const sizes = Float64Array.from(differences.filter((difference) => difference !== 0));
  const observed = Math.abs(sizes.reduce((sum, difference) => sum + difference, 0));
  // Sums of the same numbers in another order differ in the last bits; they are to count as equal.
  const reached = observed - 1e-12 * sizes.reduce((sum, difference) => sum + Math.abs(difference), 0);
  return sizes.length <= exactUpTo ? exact(sizes, reached) : sampled(sizes, reached, permutations, random);
};

// Gray code: each step flips one sign.
const exact = (sizes: Float64Array, reached: number): number => {
  const signs = new Int8Array(sizes.length).fill(1);
  let sum = sizes.reduce((total, size) => total + size, 0);
  let count = 0;
  const flips = 2 ** sizes.length;
  for (let step = 1; step <= flips; step++) {
    if (Math.abs(sum) >= reached) count++;
    const bit = 31 - Math.clz32(step & -step);
    const sign = signs[bit] ?? 0;
    sum -= 2 * sign * (sizes[bit] ?? 0);
    signs[bit] = -sign;
  }
  return count / flips;
};

const sampled = (sizes: Float64Array, reached: number, permutations: number, random: Random): number => {
  let count = 0;
  for (let draw = 0; draw < permutations; draw++) {
    let sum = 0;
    let bits = 0;
    for (let i = 0; i < sizes.length; i++) {
      if (i % 32 === 0) bits = random.int(2 ** 32);
      const size = sizes[i] ?? 0;
      sum += (bits & 1) === 0 ? size : -size;
      bits >>>= 1;
    }
    if (Math.abs(sum) >= reached) count++;
  }
  return (count + 1) / (permutations + 1);
};
