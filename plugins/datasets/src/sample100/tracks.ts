import type { LeftOut } from '@sid/core';
import { problem, repetition } from '../problem.ts';
import { cell, type Row, readTable } from '../table.ts';

/** A row of tracks.csv or noise.csv. */
export interface Track {
  readonly id: string;
  /** `Artist – Title (year)`, as far as known. */
  readonly title?: string;
}

export interface Tracks {
  readonly file: string;
  readonly tracks: ReadonlyMap<string, Track>;
  readonly problems: readonly LeftOut[];
}

/** Reads tracks.csv or noise.csv: `track_id, artist, title, year, genre`; only the first column is required. */
export const readTracks = async (file: string, remedy: string): Promise<Tracks> => {
  const table = await readTable(file, { columns: ['track_id'], remedy });
  const tracks = new Map<string, Track>();
  const problems: LeftOut[] = [];
  for (const row of table.rows) {
    const id = cell(row, 'track_id');
    if (id === '') problems.push(problem(table, row, id, 'The track_id is empty.'));
    else if (tracks.has(id))
      problems.push(repetition(table, row, id, `"${id}" is listed twice; the first row counts.`));
    else tracks.set(id, { id, ...titleOf(row) });
  }
  return { file, tracks, problems };
};

const titleOf = (row: Row): { title?: string } => {
  const name = [cell(row, 'artist'), cell(row, 'title')].filter((part) => part !== '').join(' – ');
  const year = cell(row, 'year');
  if (name === '') return {};
  return { title: year === '' ? name : `${name} (${year})` };
};
