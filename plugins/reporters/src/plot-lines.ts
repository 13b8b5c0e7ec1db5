import type { Estimate } from '@sid/eval';
import { scaleLinear, scaleLog, scalePoint } from 'd3-scale';
import { estimateText } from './columns.ts';
import { trimZero } from './format.ts';
import type { Shape } from './identity.ts';
import type { Markup } from './markup.ts';
import { shareDomain } from './plot-intervals.ts';
import { group, intervalOf, isDrawable, label, line, marker, narrow, polyline, shorten, svg } from './svg.ts';

export interface LineSeries {
  readonly name: string;
  readonly colour: string;
  readonly shape: Shape;
  readonly points: readonly { readonly x: number | string; readonly estimate: Estimate }[];
}

export interface LineOptions {
  readonly name: string;
  readonly xTitle: string;
  readonly yTitle: string;
  /** Every place on the x axis: numbers make a numeric axis, words an even one. */
  readonly places: readonly (number | string)[];
}

/** Means joined by lines, with their intervals; neighbours are moved a little apart so that intervals do not cover each other. */
export const linePlot = (series: readonly LineSeries[], width: number, options: LineOptions): Markup => {
  const top = 26;
  const bottom = width <= narrow ? 186 : 226;
  const left = 38;
  const right = width - 14;
  const drawn = series.map((one) => ({ ...one, points: one.points.filter((point) => isDrawable(point.estimate)) }));
  const estimates = drawn.flatMap((one) => one.points.map((point) => point.estimate));
  const y = scaleLinear().domain(shareDomain(estimates)).range([bottom, top]).clamp(true);
  const { x, ticks } = placeAxis(options.places, left + 18, right - 18);
  const spread = Math.min(14, (right - left) / Math.max(1, options.places.length) / 3) / Math.max(1, series.length);
  const tickRoom = (right - left) / Math.max(1, ticks.length) - 2;
  return svg(
    width,
    bottom + 38,
    options.name,
    label(0, 12, options.yTitle, { class: 'axis-title' }),
    group(
      'axis',
      ...y
        .ticks(5)
        .flatMap((tick) => [
          line(left, y(tick), right, y(tick), 'grid'),
          label(left - 8, y(tick) + 4, trimZero(tick, 3), { 'text-anchor': 'end' }),
        ]),
      ...ticks.map((tick) =>
        label(x(tick), bottom + 17, shorten(printed(tick), tickRoom, 11), { 'text-anchor': 'middle' }),
      ),
    ),
    label((left + right) / 2, bottom + 34, options.xTitle, { class: 'axis-title', 'text-anchor': 'middle' }),
    ...drawn.map((one, index) => {
      const shift = (index - (series.length - 1) / 2) * spread;
      const at = one.points.map((point) => [x(point.x) + shift, y(point.estimate.mean), point] as const);
      return group(
        one.colour,
        at.length > 1
          ? polyline(
              at.map(([px, py]) => [px, py]),
              'curve',
            )
          : undefined,
        ...at.map(([px, , point]) => {
          const [low, high] = intervalOf(point.estimate);
          return line(px, y(low), px, y(high), 'interval thin');
        }),
        ...at.map(([px, py, point]) =>
          marker(
            one.shape,
            px,
            py,
            4.5,
            `${one.name}, ${printed(point.x)}: ${estimateText(point.estimate)}, n = ${point.estimate.n}`,
          ),
        ),
      );
    }),
  );
};

const printed = (place: number | string): string => (typeof place === 'number' ? trimZero(place, 4) : place);

/** Numbers spread by value, or by ratio where they span more than a factor of 20; everything else evenly. */
const placeAxis = (
  places: readonly (number | string)[],
  from: number,
  to: number,
): { x: (place: number | string) => number; ticks: readonly (number | string)[] } => {
  const numbers = places.filter((place) => typeof place === 'number');
  const low = Math.min(...numbers);
  const high = Math.max(...numbers);
  if (numbers.length === places.length && places.length > 1 && high > low) {
    const scale = low > 0 && high / low > 20 ? scaleLog() : scaleLinear();
    scale.domain([low, high]).range([from, to]);
    // Values that crowd at one end (noise of 0, 60, 320, 5434) are read better side by side.
    const crowded = numbers.some((place, index) => index > 0 && scale(place) - scale(numbers[index - 1] ?? low) < 14);
    if (!crowded || numbers.length > 12) {
      return { x: (place) => scale(Number(place)), ticks: apart(numbers, (place) => scale(place)) };
    }
  }
  const scale = scalePoint<string>().domain(places.map(String)).range([from, to]);
  return { x: (place) => scale(String(place)) ?? (from + to) / 2, ticks: places };
};

/** Those ticks that stand far enough from the one before to be read. */
const apart = (places: readonly number[], x: (place: number) => number): readonly number[] => {
  const kept: number[] = [];
  for (const place of places) {
    const before = kept.at(-1);
    if (before === undefined || x(place) - x(before) >= 30) kept.push(place);
  }
  return kept;
};
