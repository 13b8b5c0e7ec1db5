import type { LeftOut } from '@sid/core';
import { cell, type Row, type Table } from './table.ts';

/** Something in a table that cannot be used: found while reading, told by `validate`. */
export const problem = (table: Table, row: Row, id: string, what: string): LeftOut => ({
  id: id === '' ? `line ${row.line}` : id,
  reason: `Line ${row.line}: ${what}`,
  file: table.file,
});

/** A row that repeats an id: the earlier row keeps it, so this one is named by its line. */
export const repetition = (table: Table, row: Row, id: string, what: string): LeftOut => ({
  ...problem(table, row, id, what),
  id: `${id} (line ${row.line})`,
});

/** A number, or undefined where the cell is no decimal number. An empty cell is no number. */
export const numberIn = (row: Row, column: string): number | undefined => {
  const text = cell(row, column);
  return /^[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?$/i.test(text) ? Number(text) : undefined;
};

/** A time in seconds, or undefined where the cell is no number or below zero. */
export const secondsIn = (row: Row, column: string): number | undefined => {
  const value = numberIn(row, column);
  return value !== undefined && value >= 0 ? value : undefined;
};
