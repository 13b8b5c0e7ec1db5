import type { Alignment, Match } from '@sid/core';
import type { Identification } from '@sid/runtime';
import { tableText } from './table.ts';

/** Minutes and seconds, e.g. 3:07.5. */
export const clock = (seconds: number): string => {
  const tenths = Math.round(seconds * 10);
  return `${Math.floor(tenths / 600)}:${((tenths % 600) / 10).toFixed(1).padStart(4, '0')}`;
};

const signed = (value: number): string => {
  const digits = Math.abs(value).toFixed(1);
  return digits === '0.0' ? digits : `${value < 0 ? '−' : '+'}${digits}`;
};

const change = ({ semitones, tempoRatio }: Alignment): string =>
  [
    ...(semitones === undefined ? [] : [`${signed(semitones)} st`]),
    ...(tempoRatio === undefined ? [] : [`${tempoRatio.toFixed(2)} × tempo`]),
  ].join(', ');

const span = ({ from, to }: Alignment['query']): string => `${clock(from)}–${clock(to)}`;

const placesShown = 3;

/** Rows of one match: its best places; the track and its score stand in the first. */
const rowsOf = ({ track, score, where }: Match): readonly (readonly string[])[] => {
  const [first, ...others] = where
    .slice(0, placesShown)
    .map((place) => [span(place.query), span(place.reference), change(place)]);
  return [[score.toFixed(3), ...(first ?? ['', '', '']), track], ...others.map((place) => ['', ...place, ''])];
};

const columns = [
  { header: 'score', align: 'right' },
  { header: 'in the query', align: 'left' },
  { header: 'in the track', align: 'left' },
  { header: 'changed', align: 'left' },
  { header: 'track', align: 'left' },
] as const;

/** One table per file: which tracks it samples, where, and how they were changed. */
export const identificationText = ({ files }: Identification): string =>
  files
    .map(({ file, matches, reason }) => {
      if (reason !== undefined) return `${file}\n  ${reason}`;
      if (matches.length === 0) return `${file}\n  Nothing was found.`;
      const rows = matches.flatMap(rowsOf);
      return `${file}\n${tableText(columns.map((column, i) => ({ ...column, cells: rows.map((row) => row[i] ?? '') })))}`;
    })
    .join('\n\n');
