import type { LeftOut } from '@sid/core';
import { problem, repetition, secondsIn } from '../problem.ts';
import { cell, type Row, readTable } from '../table.ts';
import type { Track } from './tracks.ts';

/** A row of samples.csv: one use of one sample. */
export interface Use {
  readonly id: string;
  /** `original_track_id`: what was sampled. */
  readonly reference: string;
  /** `sample_track_id`: what samples it. The name of the column misleads. */
  readonly query: string;
  /** Start in seconds; absent only for the relation that samples.csv no longer has. */
  readonly inReference?: number;
  readonly inQuery?: number;
  /** `riff`, `beat` or `one note`. */
  readonly type?: string;
  /** Whether it was re-recorded: `yes`, `probably`, `maybe`, `probably not`, `no`. */
  readonly interpolation?: string;
}

export interface Uses {
  readonly file: string;
  readonly uses: readonly Use[];
  /** Rows that cannot be used, with the id of their relation. */
  readonly problems: readonly LeftOut[];
  /** Every track that the table names, also in rows that cannot be used: none of them may pass for noise. */
  readonly named: ReadonlySet<string>;
}

const columns = ['sample_id', 'original_track_id', 'sample_track_id', 't_original', 't_sample'];

/** Reads samples.csv. Rows with something wrong are told in `problems` and not among the uses. */
export const readUses = async (file: string, tracks: ReadonlyMap<string, Track>, remedy: string): Promise<Uses> => {
  const table = await readTable(file, { columns, remedy });
  const originals = new Set(table.rows.map((row) => cell(row, 'original_track_id')));
  const uses = new Map<string, Use>();
  const problems: LeftOut[] = [];
  for (const row of table.rows) {
    const id = cell(row, 'sample_id');
    const fault = faultIn(row, tracks, originals);
    if (uses.has(id)) problems.push(repetition(table, row, id, `"${id}" is used twice; the first row counts.`));
    else if (fault === undefined) uses.set(id, toUse(row));
    else problems.push(problem(table, row, id, fault));
  }
  const named = new Set([...originals, ...table.rows.map((row) => cell(row, 'sample_track_id'))]);
  return { file, uses: [...uses.values()], problems, named };
};

const faultIn = (row: Row, tracks: ReadonlyMap<string, Track>, originals: ReadonlySet<string>): string | undefined => {
  if (cell(row, 'sample_id') === '') return 'The sample_id is empty.';
  for (const column of ['original_track_id', 'sample_track_id'])
    if (!tracks.has(cell(row, column))) return `${column} is "${cell(row, column)}", which tracks.csv does not list.`;
  for (const column of ['t_original', 't_sample'])
    if (secondsIn(row, column) === undefined)
      return `${column} is "${cell(row, column)}", which is not a number of seconds from 0 up.`;
  const query = cell(row, 'sample_track_id');
  if (originals.has(query)) return `"${query}" samples something and is sampled; a query must not be in the index.`;
  return undefined;
};

const toUse = (row: Row): Use => {
  const inReference = secondsIn(row, 't_original');
  const inQuery = secondsIn(row, 't_sample');
  const type = cell(row, 'sample_type').toLowerCase();
  const interpolation = cell(row, 'interpolation').toLowerCase();
  return {
    id: cell(row, 'sample_id'),
    reference: cell(row, 'original_track_id'),
    query: cell(row, 'sample_track_id'),
    ...(inReference === undefined ? {} : { inReference }),
    ...(inQuery === undefined ? {} : { inQuery }),
    ...(type === '' ? {} : { type }),
    ...(interpolation === '' ? {} : { interpolation }),
  };
};
