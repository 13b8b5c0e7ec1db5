import type { Random } from '@sid/core';

export type Aggregate = 'mean' | 'median';

/** Mean or median (of an even number the mean of the two in the middle); NaN for no values. */
export const aggregateOf = (values: readonly number[], aggregate: Aggregate): number => {
  if (aggregate === 'mean') return values.reduce((sum, value) => sum + value, 0) / values.length;
  const sorted = [...values].sort((a, b) => a - b);
  const half = sorted.length / 2;
  return ((sorted[Math.ceil(half) - 1] ?? Number.NaN) + (sorted[Math.floor(half)] ?? Number.NaN)) / 2;
};

/** Places drawn with replacement out of `n`: a row of `n` for each of `samples`. */
export const drawPlaces = (n: number, samples: number, random: Random): Uint32Array => {
  const places = new Uint32Array(n * samples);
  for (let i = 0; i < places.length; i++) places[i] = random.int(n);
  return places;
};

/**
 * Percentile bootstrap, 95 %: the 2.5 and 97.5 percentiles (linear interpolation) of the aggregate over draws with
 * replacement. Source: Efron and Tibshirani, "An Introduction to the Bootstrap", 1993, chapter 13.
 *
 * @param values - at least one
 * @param places - of `drawPlaces` for as many values
 */
export const bootstrap95 = (
  values: readonly number[],
  aggregate: Aggregate,
  places: Uint32Array,
): readonly [number, number] => {
  const sorted = Float64Array.from(values).sort();
  const first = sorted[0] ?? Number.NaN;
  if (first === sorted.at(-1)) return [first, first];
  const of = aggregate === 'mean' ? drawnMean : drawnMedian;
  const drawn = new Float64Array(places.length / values.length);
  for (let draw = 0; draw < drawn.length; draw++) drawn[draw] = of(sorted, places, draw * values.length);
  drawn.sort();
  return [percentile(drawn, 0.025), percentile(drawn, 0.975)];
};

const drawnMean = (values: Float64Array, places: Uint32Array, from: number): number => {
  let sum = 0;
  for (let i = from; i < from + values.length; i++) sum += values[places[i] ?? 0] ?? 0;
  return sum / values.length;
};

// Draws are counted per place of the sorted values, so that no draw has to be sorted.
const drawnMedian = (sorted: Float64Array, places: Uint32Array, from: number): number => {
  const counts = new Uint32Array(sorted.length);
  for (let i = from; i < from + sorted.length; i++) {
    const place = places[i] ?? 0;
    counts[place] = (counts[place] ?? 0) + 1;
  }
  const half = sorted.length / 2;
  return (orderStatistic(sorted, counts, Math.ceil(half)) + orderStatistic(sorted, counts, Math.floor(half) + 1)) / 2;
};

const orderStatistic = (sorted: Float64Array, counts: Uint32Array, rank: number): number => {
  let passed = 0;
  for (let place = 0; place < sorted.length; place++) {
    passed += counts[place] ?? 0;
    if (passed >= rank) return sorted[place] ?? Number.NaN;
  }
  return Number.NaN;
};

const percentile = (sorted: Float64Array, share: number): number => {
  const at = share * (sorted.length - 1);
  const low = sorted[Math.floor(at)] ?? Number.NaN;
  return low + (at % 1) * ((sorted[Math.ceil(at)] ?? low) - low);
};
