import { join } from 'node:path';
import { SidError } from '@sid/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { failure, makeFolder, tinyWav } from './stand-in.test.helper.ts';
import { cell, readTable } from './table.ts';

const spec = { columns: ['id', 't'], remedy: 'Ask for a right one.' };
const write = async (content: string | Uint8Array): Promise<string> =>
  join(await makeFolder({ 't.csv': content }), 't.csv');
const read = async (content: string | Uint8Array) => readTable(await write(content), spec);
const failed = async (content: string | Uint8Array): Promise<string> => {
  const error = await failure(read(content));
  expect(error.code).toBe('SID_DATASET_METADATA');
  expect(error.message).toMatch(/t\.csv: .*Ask for a right one\.$/s);
  return error.message;
};

describe('reading a table', () => {
  it('gives the same rows whatever ends the lines, with blanks around values', async () => {
    const lines = ['id, t, title', 'A, 1, one', 'B , 2 , "two, too"', 'C,3,'];
    const tables = await Promise.all(['\n', '\r\n', '\r'].map((end) => read(lines.join(end) + end)));
    for (const table of tables) {
      expect(table.columns).toEqual(['id', 't', 'title']);
      expect(table.rows).toEqual(tables[0]?.rows);
    }
    expect(tables[0]?.rows.map((row) => [row.line, cell(row, 'id'), cell(row, 'title')])).toEqual([
      [2, 'A', 'one'],
      [3, 'B', 'two, too'],
      [4, 'C', ''],
    ]);
  });

  it('reads a header ended by LF over rows ended by CRLF, as in tracks.csv', async () => {
    expect((await read('id, t\nA, 1\r\nB, 2\r\n')).rows.map((row) => cell(row, 't'))).toEqual(['1', '2']);
  });

  it('skips empty lines and the empty fields that spreadsheets add, and counts lines of the file', async () => {
    const { rows } = await read('id,t\n\n,\nA,1,,,\n');
    expect(rows.map((row) => [row.line, cell(row, 'id'), cell(row, 't')])).toEqual([[4, 'A', '1']]);
  });

  it('leaves quotes within a value alone', async () => {
    expect(cell((await read('id,t\n7" mix,1\n')).rows[0] ?? { line: 0, cells: new Map() }, 'id')).toBe('7" mix');
  });

  it('returns what was written, for any text', async () => {
    const text = fc.string({ unit: 'grapheme', maxLength: 12 }).filter((value) => !value.includes('\0'));
    const value = text.map((raw) => raw.trim()).filter((raw) => raw !== '');
    const rowOf = fc.tuple(value, value);
    await fc.assert(
      fc.asyncProperty(fc.array(rowOf, { minLength: 1, maxLength: 5 }), async (rows) => {
        const quoted = [['id', 't'], ...rows].map((row) => row.map((v) => `"${v.replaceAll('"', '""')}"`).join(','));
        const table = await read(`${quoted.join('\n')}\n`);
        expect(table.rows.map((row) => [cell(row, 'id'), cell(row, 't')])).toEqual(rows);
      }),
      { numRuns: 40 },
    );
  });
});

describe('a table that is wrong', () => {
  it('is told by one kind of error, whatever its bytes', async () => {
    const piece = fc.oneof(fc.constantFrom('id', 't', ',', '"', '\n', '\r', ' ', '\u{feff}'), fc.string());
    const bytes = fc.oneof(
      fc.uint8Array({ maxLength: 40 }),
      fc.array(piece, { maxLength: 30 }).map((parts) => new TextEncoder().encode(`id,t\n${parts.join('')}`)),
    );
    await fc.assert(
      fc.asyncProperty(bytes, async (content) => {
        const table = await read(content).catch((error: unknown) => {
          if (error instanceof SidError && error.code === 'SID_DATASET_METADATA') return undefined;
          throw error;
        });
        for (const row of table?.rows ?? []) expect([...row.cells.keys()]).toEqual(table?.columns);
      }),
      { numRuns: 150 },
    );
  });

  it('names a missing column and those that are there', async () => {
    expect(await failed('id,time\nA,1\n')).toContain('There is no column "t". The header names "id", "time".');
  });

  it('names the line with too many or too few fields', async () => {
    expect(await failed('id,t\nA,1\nB,2,x,y\n')).toContain('Line 3 ("B,2,x,y") has 4 fields, the header 2.');
    expect(await failed('id,t\r\rA\r')).toContain('Line 3 ("A") has 1 fields, the header 2.');
  });

  it('says that it is empty', async () => {
    expect(await failed('')).toContain('is empty.');
    expect(await failed('\n\n')).toContain('is empty.');
  });

  it('says that it is not text', async () => {
    expect(await failed(tinyWav())).toContain('is not a text file');
  });

  it('names a column that comes twice', async () => {
    expect(await failed('id,t,id\n')).toContain('names the column "id" twice');
  });

  it('says that a quote is never closed', async () => {
    expect(await failed('id,t\n"A,1\n')).toContain('is not CSV');
  });

  it('says that it cannot be read', async () => {
    const error = await failure(readTable(join(await makeFolder(), 'none.csv'), spec));
    expect(error.message).toContain('none.csv: cannot be read');
  });
});
