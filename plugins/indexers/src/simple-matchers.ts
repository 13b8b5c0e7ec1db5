import { defineMatcher } from '@sid/core';
import * as z from 'zod';
import type { Pair } from './pairs.ts';
import { meanOf, rankedBy } from './ranked.ts';

const places = z.int().positive().default(10).describe('Places shown per track.');

/** Riou, Serrà and Mitsufuji (2025): the best pair of windows. */
export const max = defineMatcher({
  name: 'max',
  summary: 'The greatest cosine of any pair of windows.',
  revision: 1,
  options: z.strictObject({ places }),
  create: (options) =>
    rankedBy('greatest cosine of a window of the query and one of the reference, −1…1', options.places, ([best]) =>
      best === undefined ? 0 : best.score,
    ),
});

/** Riou, Serrà and Mitsufuji (2025), table 2: the mean of the five best pairs of windows. */
export const topKMean = defineMatcher({
  name: 'top-k-mean',
  summary: 'The mean of the k greatest cosines of pairs of windows.',
  revision: 1,
  options: z.strictObject({ k: z.int().positive().default(5).describe('Pairs that count.'), places }),
  create: ({ k, places: most }) =>
    rankedBy(`mean of the ${k} greatest cosines of pairs of windows, −1…1`, most, (pairs, unseen) =>
      meanOf(
        pairs.slice(0, k).map(({ score }) => score),
        k,
        unseen,
      ),
    ),
});

/** The best pairs of which no two share a window, greedily. */
const withoutReplacement = (pairs: readonly Pair[], n: number): readonly Pair[] => {
  // Copies of a window at other pitches share its time, and are one window.
  const windows = new Set<string>();
  const spans = new Set<string>();
  const taken: Pair[] = [];
  for (const pair of pairs) {
    if (taken.length === n) break;
    const span = `${pair.reference.from} ${pair.reference.to} ${pair.reference.semitones ?? ''}`;
    const window = `${pair.query.from} ${pair.query.to}`;
    if (windows.has(window) || spans.has(span)) continue;
    windows.add(window);
    spans.add(span);
    taken.push(pair);
  }
  return taken;
};

/** "bpwr-n" of CLEWS (Serrà, Araz, Bogdanov and Mitsufuji 2025): best pairs without replacement. */
export const bestPairs = defineMatcher({
  name: 'best-pairs',
  summary: 'The mean cosine of the n best pairs of windows, no window in two of them (bpwr-n).',
  revision: 1,
  options: z.strictObject({ n: z.int().positive().default(10).describe('Pairs that count.'), places }),
  create: ({ n, places: most }) =>
    rankedBy(`mean cosine of the ${n} best pairs of windows without replacement, −1…1`, most, (pairs, unseen) =>
      meanOf(
        withoutReplacement(pairs, n).map(({ score }) => score),
        n,
        unseen,
      ),
    ),
});

/** Bhattacharjee et al. (2025): the sum over the candidate segments that were retrieved. */
export const sum = defineMatcher({
  name: 'sum',
  summary: 'The sum of the cosines of the windows found, each with its best query window.',
  revision: 1,
  options: z.strictObject({
    threshold: z.number().default(0).describe('Windows that score lower count nothing.'),
    repeated: z
      .boolean()
      .default(false)
      .describe('Whether a window of the reference counts once for every query window that finds it.'),
    places,
  }),
  create: ({ threshold, repeated, places: most }) =>
    rankedBy(
      'sum of the cosines of the windows found, 0 and up; long references and long queries have more of them',
      most,
      (pairs) => {
        const counted = new Set<string>();
        let total = 0;
        for (const { reference, score } of pairs) {
          const span = `${reference.from} ${reference.to} ${reference.semitones ?? ''}`;
          if (score < threshold || (!repeated && counted.has(span))) continue;
          counted.add(span);
          total += score;
        }
        return total;
      },
    ),
});
