import type { Estimate } from '@sid/eval';
import { estimateText } from './columns.ts';
import { fixed } from './format.ts';
import type { Markup } from './markup.ts';
import { element } from './markup.ts';
import { group, isDrawable, label, shorten, svg } from './svg.ts';

export interface HeatOptions {
  readonly name: string;
  readonly rows: readonly string[];
  readonly columns: readonly string[];
  readonly rowTitle: string;
  readonly columnTitle: string;
  /** Room for the rows' labels, pixels. */
  readonly gutter: number;
  cell(row: number, column: number): Estimate | undefined;
}

/** Shares as a grid: depth of one hue, with the figure in each cell, so that no one has to read colours. */
export const heatPlot = (width: number, options: HeatOptions): Markup => {
  const { rows, columns, gutter } = options;
  const top = 22;
  const cellWidth = (width - gutter - 2) / Math.max(1, columns.length);
  const cellHeight = 36;
  const bottom = top + rows.length * cellHeight;
  const withCount = cellWidth >= 34;
  const labels = columns.map((text) => columnLabel(text, cellWidth));
  const labelLines = Math.max(1, ...labels.map((parts) => parts.length));
  return svg(
    width,
    bottom + 24 + 12 * labelLines,
    options.name,
    label(0, 12, options.rowTitle, { class: 'axis-title' }),
    ...rows.map((text, row) =>
      label(gutter - 8, top + row * cellHeight + cellHeight / 2 + 4, shorten(text, gutter - 8, 11), tickEnd, text),
    ),
    ...rows.flatMap((rowText, row) =>
      columns.map((columnText, column) => {
        const estimate = options.cell(row, column);
        const x = gutter + column * cellWidth;
        const y = top + row * cellHeight;
        const box = { x: x + 1, y: y + 1, width: Math.max(1, cellWidth - 2), height: cellHeight - 2, rx: 3 };
        if (!isDrawable(estimate)) {
          return element(
            'rect',
            { ...box, class: 'heat-none' },
            element('title', {}, `${rowText}, ${columnText}: no query`),
          );
        }
        const share = Math.min(1, Math.max(0, estimate.mean));
        const hover = `${rowText}, ${columnText}: ${estimateText(estimate)}, n = ${estimate.n}`;
        const middle = { 'text-anchor': 'middle', ...(withCount ? {} : { class: 'heat-small' }) };
        return group(
          depthOf(share),
          element('title', {}, hover),
          element('rect', { ...box, class: 'heat-base' }),
          element('rect', { ...box, class: 'heat', 'fill-opacity': 0.04 + 0.96 * share }),
          label(x + cellWidth / 2, y + cellHeight / 2 + (withCount ? -1 : 4), fixed(estimate.mean, 2), middle),
          withCount
            ? label(x + cellWidth / 2, y + cellHeight / 2 + 11, `n ${estimate.n}`, { ...middle, class: 'heat-count' })
            : undefined,
        );
      }),
    ),
    ...labels.flatMap((parts, column) =>
      parts.map((part, row) =>
        label(gutter + (column + 0.5) * cellWidth, bottom + 15 + row * 12, part, tickMiddle, columns[column]),
      ),
    ),
    label(gutter + (cellWidth * columns.length) / 2, bottom + 20 + 12 * labelLines, options.columnTitle, {
      class: 'axis-title',
      'text-anchor': 'middle',
    }),
  );
};

/** Where text must turn: between 0.6 and 0.78 dark text reads better on paper, and also on a dark page. */
const depthOf = (share: number): string => {
  if (share < 0.6) return 'heat-pale';
  return share < 0.78 ? 'heat-middle' : 'heat-deep';
};

/** In one line, or from a dash on in a second one where the cell is too narrow. */
const columnLabel = (text: string, width: number): readonly string[] => {
  if (text.length * 6.2 <= width - 2) return [text];
  const [, low, high] = /^(.+?)[–…](.+)$/.exec(text) ?? [];
  if (low === undefined || high === undefined) return [shorten(text, width + 4, 11)];
  return [`${shorten(low, width + 4, 11)} to`, shorten(high, width + 4, 11)];
};

const tickEnd = { class: 'tick', 'text-anchor': 'end' };
const tickMiddle = { class: 'tick', 'text-anchor': 'middle' };
