import { scaleLinear, scaleLog, scaleSqrt } from 'd3-scale';
import { fixed, significant, trimZero } from './format.ts';
import type { Identity } from './identity.ts';
import { placeLabels } from './label-places.ts';
import type { Markup } from './markup.ts';
import { group, label, line, marker, narrow, shorten, svg } from './svg.ts';

export interface TradeoffPoint {
  readonly identity: Identity;
  readonly timesRealTime: number;
  readonly mean: number;
  /** Millions of bytes per hour of audio. */
  readonly megabytesPerHour: number | undefined;
}

/** Accuracy over speed; the area of a mark is the size of the index per hour of audio. Up and right is better. */
export const tradeoffPlot = (points: readonly TradeoffPoint[], width: number, metric: string): Markup => {
  const top = 26;
  const bottom = width <= narrow ? 226 : 262;
  const left = 38;
  const right = width - 12;
  const speeds = points.map((point) => point.timesRealTime);
  const x = scaleLog().domain(paddedDecades(speeds)).range([left, right]);
  const y = scaleLinear()
    .domain([0, Math.max(0.1, Math.min(1, Math.ceil(Math.max(...points.map((point) => point.mean)) * 10 + 0.5) / 10))])
    .range([bottom, top])
    .clamp(true);
  const sizes = points.flatMap((point) => point.megabytesPerHour ?? []);
  const area = scaleSqrt()
    .domain([0, Math.max(1e-9, ...sizes)])
    .range([0, points.length > 6 ? 10 : 15]);
  const radiusOf = (point: TradeoffPoint): number => Math.max(3, area(point.megabytesPerHour ?? 0));
  const places = points.map((point) => ({ x: x(point.timesRealTime), y: y(point.mean), radius: radiusOf(point) }));
  const texts = points.map(({ identity }) =>
    points.length > 6 ? String(identity.rank) : shorten(identity.name, width <= narrow ? 180 : 230),
  );
  const spots = placeLabels(places, texts, { left, right, top, bottom });
  return svg(
    width,
    bottom + 40,
    `${metric} over indexing speed`,
    label(0, 12, metric, { class: 'axis-title' }),
    group(
      'axis',
      ...y
        .ticks(5)
        .flatMap((tick) => [
          line(left, y(tick), right, y(tick), 'grid'),
          label(left - 8, y(tick) + 4, trimZero(tick, 2), { 'text-anchor': 'end' }),
        ]),
      ...logTicks(x.domain(), (tick) => x(tick)).flatMap((tick) => [
        line(x(tick), top, x(tick), bottom, 'grid'),
        label(x(tick), bottom + 17, significantTick(tick), { 'text-anchor': 'middle' }),
      ]),
    ),
    label((left + right) / 2, bottom + 34, 'times real time, one core (logarithmic)', {
      class: 'axis-title',
      'text-anchor': 'middle',
    }),
    ...points.map((point, index) => {
      const place = places[index];
      if (place === undefined) return undefined;
      const { identity } = point;
      const size = point.megabytesPerHour === undefined ? '' : `, ${significant(point.megabytesPerHour)} MB per hour`;
      const hover = `${identity.name}: ${metric} ${fixed(point.mean)}, ${significant(point.timesRealTime)} × real time${size}`;
      return group(`${identity.colour} see-through`, marker(identity.shape, place.x, place.y, place.radius, hover));
    }),
    // After all marks, so that none covers a name.
    ...spots.map((spot, index) =>
      label(spot.x, spot.y, texts[index] ?? '', { class: 'name halo', 'text-anchor': spot.anchor }),
    ),
  );
};

const paddedDecades = (values: readonly number[]): [number, number] => {
  const low = Math.min(...values) / 1.8;
  const high = Math.max(...values) * 1.8;
  const middle = Math.sqrt(low * high);
  return [Math.min(low, middle / 4), Math.max(high, middle * 4)];
};

/** 1, 2 and 5 of every decade, as far as they stand apart. */
const logTicks = ([low = 1, high = 10]: readonly number[], x: (tick: number) => number): readonly number[] => {
  const ticks: number[] = [];
  for (let decade = Math.floor(Math.log10(low)); decade <= Math.log10(high); decade += 1) {
    for (const step of [1, 2, 5]) {
      const tick = step * 10 ** decade;
      const before = ticks.at(-1);
      if (tick >= low && tick <= high && (before === undefined || x(tick) - x(before) > 34)) ticks.push(tick);
    }
  }
  return ticks;
};

const significantTick = (tick: number): string => trimZero(tick, 6);
