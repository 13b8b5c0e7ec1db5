import type { Board } from '@sid/eval';
import { binKey, binLabel, distinctBins } from './bins.ts';
import { classRows } from './classes.ts';
import { estimateText } from './columns.ts';
import { count, isUsable } from './format.ts';
import { details, figure, generatedMark, panel, panels, section, swatch, table } from './html-parts.ts';
import { identified } from './identity.ts';
import { element, join, type Markup } from './markup.ts';
import { primaryMetric, rankedMethods } from './order.ts';
import { heatPlot } from './plot-heat.ts';
import { intervalPlot, shareDomain } from './plot-intervals.ts';
import { type LineSeries, linePlot } from './plot-lines.ts';
import { tradeoffPlot } from './plot-tradeoff.ts';
import { isDrawable, narrow } from './svg.ts';

/** Accuracy with intervals, and accuracy over speed. */
export const overview = (board: Board): Markup | undefined => {
  const metric = primaryMetric(board);
  const methods = identified(board);
  const rows = methods.flatMap(([method, identity]) => {
    const estimate = method.metrics[metric];
    return isDrawable(estimate) ? [{ identity, estimate }] : [];
  });
  const baseline = methods.find(([method]) => method.name === board.baseline)?.[0];
  const reference = rows.length < 2 ? undefined : baseline?.metrics[metric]?.mean;
  const points = rows.flatMap(({ identity, estimate }) => {
    const method = methods.find(([, one]) => one === identity)?.[0];
    const timesRealTime = method?.timing?.timesRealTime;
    // A logarithmic axis takes no zero; anything outside these bounds is no measurement.
    if (timesRealTime === undefined || !(timesRealTime > 1e-6 && timesRealTime < 1e12)) return [];
    const bytes = method?.size?.bytesPerHour;
    const megabytesPerHour = isUsable(bytes) ? bytes / 1e6 : undefined;
    return [{ identity, mean: estimate.mean, timesRealTime, megabytesPerHour }];
  });
  if (rows.length === 0) return undefined;
  return element(
    'div',
    { class: 'pair' },
    figure(board, {
      title: `${metric} with 95 % intervals`,
      caption: `Mean over ${count(Math.max(...rows.map((row) => row.estimate.n)), 'query', 'queries')}${
        reference === undefined ? '.' : '; dashed: the baseline.'
      }${board.tests.length === 0 ? '' : ' Methods whose intervals overlap can still differ significantly, since the queries are the same: see the paired tests.'}`,
      draw: (width) => intervalPlot(rows, width, `${metric} of each method with its 95 % interval`, { reference }),
    }),
    points.length === 0
      ? undefined
      : figure(board, {
          title: 'Accuracy, speed and size',
          caption: 'Up and to the right is better; the area of a mark is the size of the index per hour of audio.',
          ...(points.length > 6 ? { legend: points.map((point) => point.identity), numbered: true } : {}),
          draw: (width) => tradeoffPlot(points, width, metric),
        }),
  );
};

/** One small plot per class, methods as rows, on one scale. */
export const perClass = (board: Board): Markup | undefined => {
  const metric = primaryMetric(board);
  const methods = identified(board);
  const rows = classRows(board, rankedMethods(board));
  if (rows.length === 0) return undefined;
  const domain = shareDomain(rows.flatMap((row) => row.estimates.filter(isDrawable)));
  return section(
    'classes',
    `${metric} by class`,
    'Queries grouped by what was done to the sample.',
    panels(
      board,
      { caption: 'Mean and 95 % interval over the queries of the class; one scale for all classes.' },
      ...rows.map((row) =>
        panel(
          join(row.name, element('span', { class: 'count' }, count(row.queries, 'query', 'queries'))),
          row.queries === 0
            ? element('p', { class: 'empty' }, 'No query with a figure.')
            : intervalPlot(
                methods.flatMap(([, identity], index) => {
                  const estimate = row.estimates[index];
                  return estimate === undefined ? [] : [{ identity, estimate }];
                }),
                narrow,
                `${metric} on the class ${row.name}`,
                { domain },
              ),
        ),
      ),
    ),
    details(
      'As a table',
      table(
        [{ header: 'method' }, ...rows.map((row) => ({ header: row.name, align: 'right' as const }))],
        methods.map(([method], index) => [method.name, ...rows.map((row) => estimateText(row.estimates[index]))]),
        generatedMark(board),
      ),
    ),
  );
};

/** One grid of semitones × tempo per method. */
export const robustness = (board: Board): Markup | undefined => {
  const methods = identified(board).filter(([method]) => (method.robustness ?? []).length > 0);
  if (methods.length === 0) return undefined;
  const cells = methods.flatMap(([method]) => method.robustness ?? []);
  const semitones = distinctBins(cells.map((cell) => cell.semitones));
  const tempos = distinctBins(cells.map((cell) => cell.tempoRatio));
  return section(
    'robustness',
    'Robustness to pitch and tempo',
    'How high above the original the sample sounds in the query, and how much faster.',
    panels(
      board,
      { caption: 'MAP over the queries of each bin, their number n below it; empty: no such query.' },
      ...methods.map(([method, identity]) => {
        const byBin = new Map(
          (method.robustness ?? []).map((cell) => [`${binKey(cell.semitones)}/${binKey(cell.tempoRatio)}`, cell]),
        );
        return panel(
          join(swatch(identity), method.name),
          heatPlot(narrow, {
            name: `${method.name}: MAP by semitones and tempo ratio`,
            rows: tempos.toReversed().map((bin) => binLabel(bin)),
            columns: semitones.map((bin) => binLabel(bin)),
            rowTitle: 'tempo ×',
            columnTitle: 'semitones',
            gutter: 72,
            cell: (row, column) => {
              const tempo = tempos[tempos.length - 1 - row];
              const semitone = semitones[column];
              return tempo === undefined || semitone === undefined
                ? undefined
                : byBin.get(`${binKey(semitone)}/${binKey(tempo)}`)?.estimate;
            },
          }),
        );
      }),
    ),
  );
};

/** Hit rate over the length of the sampled excerpt: lines for a few methods, a grid for many. */
export const byLength = (board: Board): Markup | undefined => {
  const methods = identified(board).filter(([method]) => (method.lengths ?? []).length > 0);
  const bins = distinctBins(methods.flatMap(([method]) => (method.lengths ?? []).map((bin) => bin.seconds)));
  if (methods.length === 0 || bins.length === 0) return undefined;
  const estimateAt = (row: number, column: number) =>
    methods[row]?.[0].lengths?.find((bin) => binKey(bin.seconds) === binKey(bins[column] ?? [0, 0]))?.estimate;
  const labels = bins.map((bin) => binLabel(bin));
  const title = 'Hit rate by length of the sample';
  const caption = 'HR@1 by the length of the sampled excerpt in the query, with 95 % intervals.';
  if (methods.length > 4) {
    return figure(board, {
      title,
      caption,
      draw: (width) =>
        heatPlot(width, {
          name: 'HR@1 by length of the sample',
          rows: methods.map(([method]) => method.name),
          columns: labels,
          rowTitle: 'method',
          columnTitle: 'length of the sample, s',
          gutter: width <= narrow ? 120 : 200,
          cell: estimateAt,
        }),
    });
  }
  const series = methods.map(
    ([, identity], row): LineSeries => ({
      name: identity.name,
      colour: identity.colour,
      shape: identity.shape,
      points: labels.flatMap((x, column) => {
        const estimate = estimateAt(row, column);
        return estimate === undefined ? [] : [{ x, estimate }];
      }),
    }),
  );
  return figure(board, {
    title,
    caption,
    legend: methods.map(([, identity]) => identity),
    draw: (width) =>
      linePlot(series, width, {
        name: 'HR@1 by length of the sample',
        xTitle: 'length of the sample, s',
        yTitle: 'HR@1',
        places: labels,
      }),
  });
};
