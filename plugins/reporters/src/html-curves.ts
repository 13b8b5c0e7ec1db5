import type { Board } from '@sid/eval';
import { type CurveGroup, curveGroups, placeOf } from './curve-groups.ts';
import { count, fixed, significant } from './format.ts';
import { figure, generatedMark, section, table } from './html-parts.ts';
import { colourOf, type Identity, shapeOf } from './identity.ts';
import { element, type Markup } from './markup.ts';
import { rankedMethods } from './order.ts';
import { type LineSeries, linePlot } from './plot-lines.ts';

/** What the sweeps of the configuration show. */
export const curves = (board: Board): Markup | undefined => {
  const groups = curveGroups(board);
  if (groups.length === 0) return undefined;
  return section(
    'curves',
    'Sweeps',
    'One setting varied, everything else as it was.',
    element('div', { class: 'pair' }, ...groups.map((group) => curveFigure(board, group))),
  );
};

const curveFigure = (board: Board, group: CurveGroup): Markup => {
  const numeric = group.places.every((place) => typeof place === 'number');
  const looks = group.curves.map(
    (curve, index): Identity => ({
      name: curve.series,
      rank: index + 1,
      colour: colourOf(index),
      shape: shapeOf(index),
    }),
  );
  const series = group.curves.map((curve, index): LineSeries => {
    const points = curve.points.map(({ x, estimate }) => ({
      x: numeric ? placeOf(x) : String(placeOf(x)),
      estimate,
    }));
    return {
      name: curve.series,
      colour: colourOf(index),
      shape: shapeOf(index),
      points: numeric ? points.toSorted((a, b) => Number(a.x) - Number(b.x)) : points,
    };
  });
  return figure(board, {
    title: `${group.metric} over ${group.axis}`,
    caption: 'Mean and 95 % interval.',
    legend: looks,
    draw: (width) =>
      linePlot(series, width, {
        name: `${group.metric} over ${group.axis}`,
        xTitle: group.axis,
        yTitle: group.metric,
        places: group.places,
      }),
  });
};

/** How well scores tell queries that sample something from those that do not. */
export const rejection = (board: Board): Markup | undefined => {
  const methods = rankedMethods(board).filter((method) => method.rejection !== undefined);
  if (methods.length === 0) return undefined;
  const right = (header: string, hover: string) => ({ header, hover, align: 'right' as const });
  return element(
    'div',
    { class: 'block' },
    element('h3', {}, 'Queries that sample nothing'),
    table(
      [
        { header: 'method' },
        right('AUROC', 'Area under the ROC curve of the best score per query: 0.5 is guessing, 1 is perfect.'),
        right('false alarms', 'Share of negatives whose best score reaches the threshold.'),
        right('threshold', 'The score that keeps 90 % of the right first answers.'),
        right('n', 'Queries that sample something, and queries that do not.'),
      ],
      methods.map((method) => [
        method.name,
        fixed(method.rejection?.auroc),
        fixed(method.rejection?.falseAlarmRate),
        significant(method.rejection?.threshold),
        `${method.rejection?.positives ?? 0} + ${method.rejection?.negatives ?? 0}`,
      ]),
      generatedMark(board),
    ),
    element(
      'p',
      { class: 'note' },
      `The threshold keeps 90 % of the right first answers; false alarms are the share of ${count(board.dataset.negatives, 'negative')} whose best score reaches it.`,
    ),
  );
};
