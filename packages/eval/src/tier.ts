import type { Judged, Match } from '@sid/core';

/** What becomes of matches of equal score: every order equally likely, the order of the list, relevant ones last. */
export type Ties = 'expectation' | 'listOrder' | 'pessimistic';

/** Places of a ranking that are in no order among themselves. Of `size` tracks these are relevant. */
export interface Tier {
  readonly size: number;
  readonly relevant: readonly Match[];
}

/** How a ranking is read before a metric looks at it. */
export interface Reading {
  readonly ties: Ties;
  /** `unranked` takes noise out of ranking and pool, as some published evaluations do. */
  readonly noise: 'ranked' | 'unranked';
}

/**
 * The ranking as tiers, best first: by decreasing score (a stable sort; 0 and −0 are equal), a track named twice kept
 * where it is best. Every order of the members of a tier is equally likely, so that the metrics need closed forms
 * over tiers only; the two other policies give tiers of one.
 */
export const tiersOf = (judged: Judged, reading: Reading): readonly Tier[] => {
  const unranked = reading.noise === 'unranked' ? judged.noise : new Set<string>();
  const sorted = judged.matches
    .filter((match) => !unranked.has(match.track))
    .sort((a, b) => (a.score > b.score ? -1 : a.score < b.score ? 1 : 0));
  const tiers: Match[][] = [];
  const seen = new Set<string>();
  for (const match of sorted) {
    if (seen.has(match.track)) continue;
    seen.add(match.track);
    const last = tiers.at(-1);
    if (last !== undefined && last[0]?.score === match.score) last.push(match);
    else tiers.push([match]);
  }
  return tiers.flatMap((tier) => split(tier, judged.relevant, reading.ties));
};

const split = (tier: readonly Match[], relevant: ReadonlySet<string>, ties: Ties): readonly Tier[] => {
  const right = tier.filter((match) => relevant.has(match.track));
  if (ties === 'expectation') return [{ size: tier.length, relevant: right }];
  if (ties === 'listOrder') {
    return tier.map((match) => ({ size: 1, relevant: relevant.has(match.track) ? [match] : [] }));
  }
  const wrong = tier.length - right.length;
  const last = right.map((match) => ({ size: 1, relevant: [match] }));
  return wrong === 0 ? last : [{ size: wrong, relevant: [] }, ...last];
};
