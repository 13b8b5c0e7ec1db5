import type { Board, PairedTest } from '@sid/eval';
import { fixed, probability, signed } from './format.ts';
import { details, generatedMark, section, table } from './html-parts.ts';
import { element, join, type Markup } from './markup.ts';
import { digitsOf, metricText } from './metric-names.ts';
import { primaryMetric } from './order.ts';

/** Which differences between methods are more than chance: the primary metric open, the others folded. */
export const tests = (board: Board): Markup | undefined => {
  const metrics = [...new Set(board.tests.map((test) => test.metric))];
  if (metrics.length === 0) return undefined;
  const first = metrics.includes(primaryMetric(board)) ? primaryMetric(board) : metrics[0];
  return section(
    'tests',
    'Paired tests',
    'Two methods on the same queries; bold where the Holm-corrected p is below 0.05.',
    ...metrics
      .toSorted((a, b) => Number(b === first) - Number(a === first))
      .map((metric) => {
        const rows = board.tests.filter((test) => test.metric === metric);
        return metric === first && rows.length <= 20
          ? join(element('h3', {}, metric), testTable(board, rows))
          : details(`${metric}: ${rows.length} ${rows.length === 1 ? 'pair' : 'pairs'}`, testTable(board, rows));
      }),
  );
};

const testTable = (board: Board, rows: readonly PairedTest[]): Markup =>
  table(
    [
      { header: 'a' },
      { header: 'b' },
      { header: 'a − b', align: 'right', hover: 'Mean difference over the queries.' },
      { header: 'p', align: 'right' },
      { header: 'p (Holm)', align: 'right' },
      { header: 'n', align: 'right' },
    ],
    rows.map((test) => [
      test.a,
      test.b,
      signed(test.difference, digitsOf(metricText(board, test.metric).unit)),
      probability(test.p),
      test.pHolm < 0.05 ? element('strong', {}, probability(test.pHolm)) : probability(test.pHolm),
      fixed(test.n, 0),
    ]),
    generatedMark(board),
  );
