import type { Hit } from '@sid/core';

/** What a query looks like next to music that it has nothing to do with. */
export interface Background {
  /** The score that a track reaches which is like any other. */
  readonly level: number;
  /** How far above it chance goes: the mean of an exponential tail. */
  readonly scale: number;
}

/** Value at `share` of a descending list: 0 is the greatest. */
const quantile = (descending: readonly number[], share: number): number =>
  descending[Math.min(descending.length - 1, Math.floor(share * descending.length))] ?? 0;

const descending = (values: Iterable<number>): readonly number[] => [...values].sort((a, b) => b - a);

const median = (values: readonly number[]): number => quantile(descending(values), 0.5);

/** Fewer tracks than this in a list say little about tracks in general; all its windows are looked at instead. */
const fewTracks = 4;

/**
 * Measured on the hits themselves, track by track, so that one track which matches everywhere hides nothing: each
 * counts once per query window, with its best. Half of the tracks lie above the level; those above it decay by half
 * between the median and the upper quartile, which gives the scale. Cosines of some encoders lie between 0.95 and 1,
 * of others around 0: both come out alike.
 */
export const backgroundOf = (hits: readonly (readonly Hit[])[]): Background => {
  const levels: number[] = [];
  const scales: number[] = [];
  for (const list of hits) {
    const bests = new Map<string, number>();
    for (const { span, score } of list) bests.set(span.track, Math.max(score, bests.get(span.track) ?? score));
    const values = descending(bests.size < fewTracks ? list.map(({ score }) => score) : bests.values());
    levels.push(quantile(values, 0.5));
    if (values.length > 0) scales.push((quantile(values, 0.25) - quantile(values, 0.5)) / Math.LN2);
  }
  // One for all windows: a window that is like nothing else gains nothing from that.
  const level = median(levels);
  // No more than fifty scales from the level to a perfect match: ties alone must not make anything certain.
  const least = Math.max(1e-6, (1 - level) / 50);
  return { level, scale: Math.max(least, median(scales)) };
};
