import { createHash } from 'node:crypto';
import { dirname } from 'node:path';
import { canonicalJson, type LeftOut } from '@sid/core';
import { absolute } from '../place.ts';
import { problem, repetition, secondsIn } from '../problem.ts';
import { cell, type Row, readTable } from '../table.ts';

/** One query and the one recording it samples. */
export interface Pair {
  readonly id: string;
  /** Absolute paths. */
  readonly queryFile: string;
  readonly referenceFile: string;
  readonly inQuery?: number;
  readonly inReference?: number;
  readonly queryTitle?: string;
  readonly referenceTitle?: string;
  readonly class?: string;
}

export interface Pairs {
  readonly file: string;
  readonly pairs: readonly Pair[];
  readonly problems: readonly LeftOut[];
  /** First digits of a SHA-256 over the table. */
  readonly digest: string;
}

const columns = ['pair_id', 'query_file', 'reference_file'];
const remedy = 'docs/reference/datasets.md describes the format.';

/** Reads the CSV of pairs. A row that reuses an id or a file is a problem: pairs are one to one. */
export const readPairs = async (file: string): Promise<Pairs> => {
  const table = await readTable(file, { columns, remedy });
  const pairs: Pair[] = [];
  const problems: LeftOut[] = [];
  const taken = new Map<string, string>();
  for (const row of table.rows) {
    const pair = toPair(row, dirname(file));
    const keys = [`pair_id "${pair.id}"`, `file "${pair.queryFile}"`, `file "${pair.referenceFile}"`];
    const fault = faultIn(row);
    const again = reuse(keys, taken);
    if (fault !== undefined) problems.push(problem(table, row, pair.id, fault));
    else if (again !== undefined) problems.push(repetition(table, row, pair.id, again));
    else {
      for (const key of keys) taken.set(key, pair.id);
      pairs.push(pair);
    }
  }
  const rows = table.rows.map(({ cells }) => [...cells]);
  return { file, pairs, problems, digest: createHash('sha256').update(canonicalJson(rows)).digest('hex').slice(0, 12) };
};

const faultIn = (row: Row): string | undefined => {
  for (const column of columns) if (cell(row, column) === '') return `${column} is empty.`;
  for (const column of ['t_query', 't_reference'])
    if (cell(row, column) !== '' && secondsIn(row, column) === undefined)
      return `${column} is "${cell(row, column)}", which is not a number of seconds from 0 up.`;
  return undefined;
};

const reuse = (keys: readonly string[], taken: ReadonlyMap<string, string>): string | undefined => {
  const again = keys.find((key, index) => taken.has(key) || keys.indexOf(key) !== index);
  if (again === undefined) return undefined;
  return `The ${again} is already used${taken.has(again) ? ` by pair ${taken.get(again)}` : ''}; pairs are one to one.`;
};

const toPair = (row: Row, folder: string): Pair => {
  const inQuery = secondsIn(row, 't_query');
  const inReference = secondsIn(row, 't_reference');
  const queryTitle = titleOf(row, 'query');
  const referenceTitle = titleOf(row, 'reference');
  const label = cell(row, 'class');
  return {
    id: cell(row, 'pair_id'),
    queryFile: absolute(cell(row, 'query_file'), folder),
    referenceFile: absolute(cell(row, 'reference_file'), folder),
    ...(inQuery === undefined ? {} : { inQuery }),
    ...(inReference === undefined ? {} : { inReference }),
    ...(queryTitle === '' ? {} : { queryTitle }),
    ...(referenceTitle === '' ? {} : { referenceTitle }),
    ...(label === '' ? {} : { class: label }),
  };
};

const titleOf = (row: Row, side: 'query' | 'reference'): string =>
  [cell(row, `${side}_artist`), cell(row, `${side}_title`)].filter((part) => part !== '').join(' – ');
