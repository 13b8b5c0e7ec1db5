import type { Estimate } from '@sid/eval';
import { type ScaleLinear, scaleLinear } from 'd3-scale';
import { estimateText } from './columns.ts';
import { fixed, isUsable, trimZero } from './format.ts';
import type { Identity } from './identity.ts';
import type { Markup } from './markup.ts';
import { group, intervalOf, label, line, marker, narrow, shorten, svg } from './svg.ts';

export interface IntervalRow {
  readonly identity: Identity;
  readonly estimate: Estimate;
}

/**
 * One row per method: a dot at the mean, a line over the interval. Narrow drawings put the name above its row, so
 * that it has the whole width.
 *
 * @param reference - a value to draw a dashed line at: the baseline's
 */
export const intervalPlot = (
  rows: readonly IntervalRow[],
  width: number,
  name: string,
  options: { readonly domain?: readonly [number, number]; readonly reference?: number | undefined } = {},
): Markup => {
  const stacked = width <= narrow;
  const longest = Math.max(...rows.map((row) => row.identity.name.length));
  const gutter = stacked ? 8 : Math.min(244, Math.max(110, longest * 6.9 + 20));
  const rowHeight = stacked ? 38 : 32;
  const valueWidth = 44;
  const bottom = 10 + rows.length * rowHeight;
  const x = scaleLinear()
    .domain(options.domain ?? shareDomain(rows.map((row) => row.estimate)))
    .range([gutter, width - valueWidth - 12])
    .clamp(true);
  return svg(
    width,
    bottom + 28,
    name,
    ticksBelow(x, 8, bottom, stacked ? 4 : 6),
    options.reference === undefined || !isUsable(options.reference)
      ? undefined
      : line(x(options.reference), 8, x(options.reference), bottom, 'reference'),
    ...rows.map((row, index) => {
      const y = 10 + index * rowHeight + (stacked ? 25 : rowHeight / 2);
      const { identity, estimate } = row;
      const hover = `${identity.name}: ${estimateText(estimate)}, n = ${estimate.n}`;
      const nameRoom = stacked ? width - 16 : gutter - 16;
      return group(
        identity.colour,
        stacked
          ? label(gutter, y - 11, shorten(identity.name, nameRoom), { class: 'name halo' }, identity.name)
          : label(0, y + 4, shorten(identity.name, nameRoom), { class: 'name' }, identity.name),
        intervalLine(x, estimate, y),
        marker(identity.shape, x(estimate.mean), y, 5.5, hover),
        label(width - 4, y + 4, fixed(estimate.mean), { class: 'value', 'text-anchor': 'end' }),
      );
    }),
  );
};

/** From 0 to a round number above every interval, never beyond 1 for shares. */
export const shareDomain = (estimates: readonly Estimate[]): readonly [number, number] => {
  const highest = Math.max(0, ...estimates.map((estimate) => Math.max(estimate.mean, intervalOf(estimate)[1])));
  const most = Math.max(0, ...estimates.map((estimate) => estimate.mean));
  if (most > 1) return [0, highest];
  return [0, Math.min(1, Math.max(0.1, Math.ceil(highest * 10) / 10))];
};

const intervalLine = (x: ScaleLinear<number, number>, estimate: Estimate, y: number): Markup => {
  const [low, high] = intervalOf(estimate);
  return line(x(low), y, x(high), y, 'interval');
};

/** Grid lines with their values below. */
const ticksBelow = (x: ScaleLinear<number, number>, top: number, bottom: number, about: number): Markup =>
  group(
    'axis',
    ...x
      .ticks(about)
      .flatMap((tick) => [
        line(x(tick), top, x(tick), bottom, 'grid'),
        label(x(tick), bottom + 17, trimZero(tick, 3), { 'text-anchor': 'middle' }),
      ]),
  );
