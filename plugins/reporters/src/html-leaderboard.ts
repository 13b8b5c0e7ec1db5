import type { Board } from '@sid/eval';
import { type LeaderboardCell, type LeaderboardColumn, leaderboardColumns } from './columns.ts';
import { breakable, generatedMark, swatch, table } from './html-parts.ts';
import { identified } from './identity.ts';
import { element, join, type Markup } from './markup.ts';
import { methodNotes, unfinishedMethods } from './order.ts';

/** The table, and below it the methods that have no figures. */
export const leaderboard = (board: Board): Markup => {
  const columns = leaderboardColumns(board);
  const rows = identified(board).map(([method, identity], row) =>
    columns.map((column) =>
      column.key === 'method'
        ? join(
            element(
              'span',
              { class: 'method' },
              swatch(identity),
              element('span', { class: 'method-name' }, breakable(method.name)),
            ),
            column.cells[row]?.note === 'baseline' ? element('span', { class: 'tag' }, 'baseline') : undefined,
            // The word before the colon names the condition, e.g. untrained; the sentence stands below the table.
            ...(method.notes ?? []).map((note) =>
              element('span', { class: 'tag', title: note }, note.split(':')[0] ?? note),
            ),
          )
        : figureCell(column.cells[row]),
    ),
  );
  return join(
    rows.length === 0
      ? element('p', { class: 'intro' }, 'No method has figures.')
      : table(columns.map(head), rows, generatedMark(board)),
    notes(board),
    unfinished(board),
  );
};

const head = (column: LeaderboardColumn): { header: Markup | string; align: 'left' | 'right'; hover: string } => ({
  header:
    column.better === undefined
      ? column.header
      : join(
          breakable(column.header),
          element('span', { class: 'arrow' }, column.better === 'higher' ? '\u00a0↑' : '\u00a0↓'),
        ),
  align: column.align,
  hover: `${column.meaning}${column.better === undefined ? '' : ` ${column.better === 'higher' ? 'Higher' : 'Lower'} is better.`}`,
});

const figureCell = (cell: LeaderboardCell | undefined): Markup | undefined => {
  if (cell === undefined) return undefined;
  const { text, value = text, mark, note } = cell;
  const interval = text.slice(value.length).trim();
  return element(
    'span',
    { class: 'figure', title: note },
    element(cell.best ? 'strong' : 'span', {}, value),
    mark === undefined ? undefined : element('span', { class: mark === '▲' ? 'better' : 'worse' }, mark),
    interval === '' ? undefined : element('span', { class: 'interval-text' }, interval),
  );
};

const notes = (board: Board): Markup | undefined => {
  const all = methodNotes(board);
  if (all.length === 0) return undefined;
  const items = all.map(({ note, methods }) =>
    element('li', {}, element('strong', {}, methods.join(', ')), ` — ${note}.`),
  );
  return element('ul', { class: 'unfinished' }, ...items);
};

const unfinished = (board: Board): Markup | undefined => {
  const methods = unfinishedMethods(board);
  if (methods.length === 0) return undefined;
  return element(
    'ul',
    { class: 'unfinished' },
    ...methods.map((method) =>
      element(
        'li',
        {},
        element('span', { class: 'method-name' }, breakable(method.name)),
        element('span', { class: `tag ${method.status}` }, method.status),
        element('span', { class: 'reason' }, method.reason ?? 'No reason was recorded.'),
      ),
    ),
  );
};
