import Table from 'cli-table3';
import stringWidth from 'string-width';

export interface TableColumn {
  readonly header: string;
  readonly align: 'left' | 'right';
  /** One per row; may hold colours. */
  readonly cells: readonly string[];
}

const gap = 2;
const none = '';

/** Columns that `column` takes, with the gap before it. */
export const widthOf = (column: TableColumn): number =>
  Math.max(stringWidth(column.header), ...column.cells.map((cell) => stringWidth(cell))) + gap;

/** A table without frames: a line of heads, a rule, rows. */
export const tableText = (columns: readonly TableColumn[]): string => {
  const table = new Table({
    head: columns.map((column) => column.header),
    colAligns: columns.map((column) => column.align),
    colWidths: columns.map(widthOf),
    style: { head: [], border: [], 'padding-left': gap, 'padding-right': 0, compact: true },
    chars: {
      top: none,
      'top-mid': none,
      'top-left': none,
      'top-right': none,
      bottom: none,
      'bottom-mid': none,
      'bottom-left': none,
      'bottom-right': none,
      left: none,
      'left-mid': none,
      mid: '─',
      'mid-mid': none,
      right: none,
      'right-mid': none,
      middle: none,
    },
  });
  const rows = Math.max(0, ...columns.map((column) => column.cells.length));
  for (let row = 0; row < rows; row++) table.push(columns.map((column) => column.cells[row] ?? none));
  return table
    .toString()
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n');
};
