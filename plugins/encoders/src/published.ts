import type { WeightsLayout } from '@sid/core';

/** The name here of what a pattern matches, from its groups; null where nothing here is needed of it. */
type Rule = readonly [RegExp, ((...groups: readonly string[]) => string | undefined) | null];

/** Names of published checkpoints, as `WeightsLayout.published` wants them. The first rule that matches counts. */
export const publishedNames =
  (...rules: readonly Rule[]): NonNullable<WeightsLayout['published']> =>
  (name) => {
    for (const [pattern, target] of rules) {
      const match = pattern.exec(name);
      if (match !== null) return target === null ? null : target(...match.slice(1));
    }
    return undefined;
  };

/** PyTorch counts the batches that a normalisation has seen; nothing depends on it. */
export const counters: Rule = [/\.num_batches_tracked$/, null];

/** Place of the k-th block of a network: `stage2.block0`. */
export const blockAt = (counts: readonly number[], k: number): string | undefined => {
  let left = k;
  for (const [s, count] of counts.entries()) {
    if (left < count) return `stage${s + 1}.block${left}`;
    left -= count;
  }
  return undefined;
};
