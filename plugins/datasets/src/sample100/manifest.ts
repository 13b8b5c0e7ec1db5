import type { Interval, LeftOut } from '@sid/core';
import { numberIn, problem, secondsIn } from '../problem.ts';
import { cell, type Row, readTable } from '../table.ts';

/** What manifest.csv knows of one relation beyond samples.csv. */
export interface Detail {
  readonly query: string;
  readonly original: string;
  readonly label?: string;
  readonly semitones?: number;
  readonly tempoRatio?: number;
  readonly levelDb?: number;
  readonly inQuery?: Interval;
  readonly inReference?: Interval;
}

export interface Manifest {
  readonly file: string;
  readonly details: ReadonlyMap<string, Detail>;
  readonly problems: readonly LeftOut[];
}

const numbers = ['semitones', 'tempo', 'snr_db', 't_original', 't_sample', 'excerpt_s'];
const notNegative = ['t_original', 't_sample', 'excerpt_s'];

/**
 * Reads manifest.csv, the exact truth of a collection that was made on purpose: one row per relation with `sample_id`,
 * `query`, `original` and any of `label`, `semitones`, `tempo`, `snr_db`, `t_original`, `t_sample`, `excerpt_s`,
 * `chopped`. Empty cells say nothing.
 */
export const readManifest = async (file: string, remedy: string): Promise<Manifest> => {
  const table = await readTable(file, { columns: ['sample_id', 'query', 'original'], remedy });
  const details = new Map<string, Detail>();
  const problems: LeftOut[] = [];
  for (const row of table.rows) {
    const id = cell(row, 'sample_id');
    const fault = details.has(id) ? `"${id}" is listed twice; the first row counts.` : faultIn(row);
    if (fault === undefined) details.set(id, toDetail(row));
    else problems.push(problem(table, row, id, fault));
  }
  return { file, details, problems };
};

const faultIn = (row: Row): string | undefined => {
  for (const column of numbers)
    if (cell(row, column) !== '' && numberIn(row, column) === undefined)
      return `${column} is "${cell(row, column)}", which is not a number.`;
  for (const column of notNegative)
    if ((numberIn(row, column) ?? 0) < 0) return `${column} is ${cell(row, column)}, below zero.`;
  const tempo = numberIn(row, 'tempo');
  if (tempo !== undefined && tempo <= 0) return `tempo is ${cell(row, 'tempo')}; a ratio is above zero.`;
  return undefined;
};

const toDetail = (row: Row): Detail => {
  const label = cell(row, 'label');
  const semitones = numberIn(row, 'semitones');
  const tempoRatio = numberIn(row, 'tempo');
  const levelDb = numberIn(row, 'snr_db');
  const length = secondsIn(row, 'excerpt_s');
  const inReference = interval(secondsIn(row, 't_original'), length);
  // A chopped excerpt is heard in another order and for another time than it lasts in the original.
  const heard = cell(row, 'chopped') === '1' || length === undefined ? undefined : length / (tempoRatio ?? 1);
  const inQuery = interval(secondsIn(row, 't_sample'), heard);
  return {
    query: cell(row, 'query'),
    original: cell(row, 'original'),
    ...(label === '' ? {} : { label }),
    ...(semitones === undefined ? {} : { semitones }),
    ...(tempoRatio === undefined ? {} : { tempoRatio }),
    ...(levelDb === undefined ? {} : { levelDb }),
    ...(inQuery === undefined ? {} : { inQuery }),
    ...(inReference === undefined ? {} : { inReference }),
  };
};

const interval = (from: number | undefined, length: number | undefined): Interval | undefined => {
  if (from === undefined) return undefined;
  return length === undefined ? { from } : { from, to: from + length };
};
