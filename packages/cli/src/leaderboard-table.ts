import type { Board } from '@sid/eval';
import { type LeaderboardCell, type LeaderboardColumn, leaderboardColumns } from '@sid/plugin-reporters';
import { dropped } from './notice.ts';
import type { Paint } from './style.ts';
import { type TableColumn, tableText, widthOf } from './table.ts';

/** The leaderboard within `width` columns: what matters less is left out rather than wrapped. */
export const leaderboardTable = (board: Board, width: number, paint: Paint): string => {
  const columns = leaderboardColumns(board).map((column) => ({ ...column, drawn: drawn(column, paint) }));
  const kept = fitting(columns, width);
  const missing = columns.filter((column) => !kept.includes(column)).map((column) => column.header);
  return tableText(kept.map((column) => column.drawn)) + dropped(missing, width, paint);
};

const drawn = (column: LeaderboardColumn, paint: Paint): TableColumn => {
  const marked = column.cells.some((cell) => cell.mark !== undefined);
  return {
    header: column.header,
    align: column.align,
    // Marks get a place of their own in every row, so that figures stay under each other.
    cells: column.cells.map((cell) => `${cellText(cell, paint)}${marked ? ` ${markText(cell, paint)}` : ''}`),
  };
};

const cellText = (cell: LeaderboardCell, paint: Paint): string => (cell.best ? paint('bold', cell.text) : cell.text);

const markText = (cell: LeaderboardCell, paint: Paint): string =>
  cell.mark === undefined ? ' ' : paint(cell.mark === '▲' ? 'green' : 'red', cell.mark);

interface Rated {
  readonly priority: 1 | 2 | 3;
  readonly drawn: TableColumn;
}

/** Columns in order of priority, the last of a priority dropped first, until the rest fits; the first always stays. */
const fitting = <C extends Rated>(columns: readonly C[], width: number): readonly C[] => {
  const kept = [...columns];
  const total = (): number => kept.reduce((sum, column) => sum + widthOf(column.drawn), 0);
  for (const priority of [3, 2, 1]) {
    for (let at = kept.length - 1; at > 1 && total() > width; at--) {
      if (kept[at]?.priority === priority) kept.splice(at, 1);
    }
  }
  return kept;
};
