import { readFile, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { messageOf, SidError } from '@sid/core';
import { CsvError, parse } from 'csv-parse/sync';
import { decodeText } from './text.ts';

/** One row of a CSV file. */
export interface Row {
  /** Line of the file, the header being line 1. */
  readonly line: number;
  readonly cells: ReadonlyMap<string, string>;
}

/** A CSV file with a header. */
export interface Table {
  readonly file: string;
  readonly columns: readonly string[];
  readonly rows: readonly Row[];
}

/** What a table must have, and where a right one comes from. */
export interface TableSpec {
  readonly columns: readonly string[];
  /** A sentence for the end of an error. */
  readonly remedy: string;
}

/** No table of a data set comes near this; a sound file given by mistake does. */
const maxBytes = 64 * 2 ** 20;

/** The trimmed value of `column`; empty where the file has no such column. */
export const cell = (row: Row, column: string): string => row.cells.get(column) ?? '';

/**
 * Reads a CSV file: any of the encodings of {@link decodeText}, lines ended by LF, CRLF or CR (even mixed), blanks
 * around values ignored, quotes as in RFC 4180.
 *
 * @throws SidError SID_DATASET_METADATA naming file, line and column
 */
export const readTable = async (file: string, spec: TableSpec): Promise<Table> => {
  const fail = (what: string, cause?: unknown): SidError =>
    new SidError('SID_DATASET_METADATA', `${file}: ${what} ${spec.remedy}`, cause === undefined ? {} : { cause });
  const bytes = await readBytes(file, fail);
  const decoded = decodeText(bytes);
  if (decoded === undefined) throw fail('is not a text file: it holds zero bytes.');
  const [header, ...records] = parseRecords(decoded.text, fail);
  if (header === undefined) throw fail('is empty.');
  const columns = header.record;
  const twice = columns.find((column, index) => columns.indexOf(column) !== index);
  if (twice !== undefined) throw fail(`The header names the column "${twice}" twice.`);
  for (const column of spec.columns)
    if (!columns.includes(column)) throw fail(`There is no column "${column}". The header names ${list(columns)}.`);
  return { file, columns, rows: records.map((record) => toRow(record, columns, fail)) };
};

const readBytes = async (file: string, fail: (what: string, cause?: unknown) => SidError): Promise<Uint8Array> => {
  try {
    const { size } = await stat(file);
    if (size > maxBytes) throw fail(`is ${size} bytes long; no ${basename(file)} is longer than ${maxBytes}.`);
    return await readFile(file);
  } catch (error) {
    if (error instanceof SidError) throw error;
    throw fail(`cannot be read (${messageOf(error)}).`, error);
  }
};

interface ParsedRecord {
  readonly record: readonly string[];
  readonly info: { readonly lines: number };
}

const parseRecords = (text: string, fail: (what: string, cause?: unknown) => SidError): readonly ParsedRecord[] => {
  try {
    // With `info` the parser returns records with their line; its types know only the plain form.
    return parse(text, {
      info: true,
      trim: true,
      relax_column_count: true,
      // Titles such as `Theme (12" mix)` are common and not quoted.
      relax_quotes: true,
      skip_empty_lines: true,
      skip_records_with_empty_values: true,
      record_delimiter: ['\r\n', '\n', '\r'],
    }) as unknown as readonly ParsedRecord[];
  } catch (error) {
    const line = error instanceof CsvError && typeof error.lines === 'number' ? ` line ${error.lines}:` : '';
    throw fail(`is not CSV:${line} ${messageOf(error)}.`, error);
  }
};

const toRow = ({ record, info }: ParsedRecord, columns: readonly string[], fail: (what: string) => SidError): Row => {
  // Spreadsheets fill the rows of a table with empty fields up to the widest one.
  const filled = record.findLastIndex((value) => value !== '') + 1;
  if (filled > columns.length || record.length < columns.length)
    throw fail(
      `Line ${info.lines} ("${record.join(',').slice(0, 60)}") has ${record.length} fields, the header ${columns.length}. A value with a comma needs quotes.`,
    );
  return { line: info.lines, cells: new Map(columns.map((column, index) => [column, record[index] ?? ''])) };
};

const list = (names: readonly string[]): string => names.map((name) => `"${name}"`).join(', ');
