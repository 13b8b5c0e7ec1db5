import { createRandom } from '@sid/core';
import type { Estimate, Protocol } from './board.ts';
import { type Aggregate, aggregateOf, bootstrap95, drawPlaces } from './bootstrap.ts';

/**
 * ±1.96·sd/√n, sd with ddof 0 (the printed intervals of Riou et al. 2025 fit it). Not cut at 0 and 1.
 *
 * @param values - at least one
 */
export const normal95 = (values: readonly number[]): readonly [number, number] => {
  const mean = aggregateOf(values, 'mean');
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
  const half = (1.96 * Math.sqrt(variance)) / Math.sqrt(values.length);
  return [mean - half, mean + half];
};

/**
 * Interval of a median without assumption on the distribution: the order statistics at n/2 ± 1.96·√n/2, the normal
 * approximation to the binomial number of values below the median.
 *
 * @param values - at least one
 */
export const medianNormal95 = (values: readonly number[]): readonly [number, number] => {
  const sorted = [...values].sort((a, b) => a - b);
  const n = sorted.length;
  const reach = (1.96 * Math.sqrt(n)) / 2;
  const low = Math.max(1, Math.floor(n / 2 - reach));
  const high = Math.min(n, Math.ceil(n / 2 + reach + 1));
  return [sorted[low - 1] ?? Number.NaN, sorted[high - 1] ?? Number.NaN];
};

type Drawing = Pick<Protocol, 'interval' | 'bootstrapSamples' | 'seed'>;

const drawn = new WeakMap<Drawing, Map<number, Uint32Array>>();

/** Draws depend on the protocol and the number of values alone, and are by far the dearest part: made once for both. */
const placesOf = (protocol: Drawing, n: number): Uint32Array => {
  const known = drawn.get(protocol) ?? new Map<number, Uint32Array>();
  drawn.set(protocol, known);
  const places =
    known.get(n) ?? drawPlaces(n, protocol.bootstrapSamples, createRandom(protocol.seed).fork('bootstrap'));
  known.set(n, places);
  return places;
};

/**
 * The estimate of one metric. Every estimate of a board draws its bootstrap from the same stream, so that it depends
 * neither on the order of methods nor on what else is on the board.
 *
 * @returns undefined for no values: what says nothing is left out of a board
 */
export const estimate = (values: readonly number[], aggregate: Aggregate, protocol: Drawing): Estimate | undefined => {
  if (values.length === 0) return undefined;
  const normal = aggregate === 'mean' ? normal95(values) : medianNormal95(values);
  const bootstrap = bootstrap95(values, aggregate, placesOf(protocol, values.length));
  return {
    mean: aggregateOf(values, aggregate),
    ci95: protocol.interval === 'normal' ? normal : bootstrap,
    normal95: normal,
    bootstrap95: bootstrap,
    n: values.length,
  };
};
