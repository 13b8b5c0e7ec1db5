import type { Recording, Relation } from '@sid/core';
import type { AudioFile } from '../audio-folder.ts';
import type { Metadata } from './metadata.ts';
import type { Sample100Options } from './options.ts';
import { publishedNoise, removedUse } from './origin.ts';
import type { Segments } from './segments.ts';

/** What a collection came to. */
export interface Counts {
  readonly total: readonly Relation[];
  readonly evaluated: readonly Relation[];
  readonly references: readonly Recording[];
  readonly noise: readonly Recording[];
  readonly queries: readonly Recording[];
  readonly negatives: readonly Recording[];
  readonly segments: Segments;
}

/** Sentences that belong beside every figure from this collection. */
export const notesOf = (
  metadata: Metadata,
  counts: Counts,
  choice: Pick<Sample100Options, 'interpolation' | 'shortQueries' | 'queries'>,
  audio: ReadonlyMap<string, AudioFile>,
): readonly string[] => [
  `${counts.evaluated.length} of ${counts.total.length} relations can be evaluated (${pairs(counts.evaluated)} of ${pairs(counts.total)} pairs; ${counts.queries.length} queries, ${counts.references.length} references, ${counts.noise.length} noise tracks, ${counts.negatives.length} negatives).`,
  metadata.published
    ? `Published figures use ${publishedNoise} noise tracks that were never distributed; here there are ${counts.noise.length}. Figures compare only where the recordings are the same.`
    : "The relations are not Sample100's: this is another collection in its format, and its figures do not compare with published ones.",
  ...(choice.queries === 76
    ? [`${removedUse.id} (${removedUse.query} samples ${removedUse.reference}) is put back.`]
    : []),
  ...(choice.interpolation === 'all'
    ? []
    : [
        `Relations labelled yes, probably or maybe re-recorded are ${choice.interpolation === 'only' ? 'the only ones evaluated' : 'not evaluated'}; their references stay in the index.`,
      ]),
  ...annotationNotes(metadata, counts, choice.shortQueries),
  ...(metadata.problems.length === 0
    ? []
    : [`${metadata.problems.length} rows of the tables are wrong; "sid datasets validate" lists them.`]),
  ...doubles(audio),
];

const pairs = (relations: readonly Relation[]): number =>
  new Set(relations.map(({ query, reference }) => `${query} ${reference}`)).size;

const annotationNotes = (metadata: Metadata, counts: Counts, seconds: number | undefined): readonly string[] => {
  if (metadata.annotations === undefined) return [];
  const { occurrences } = metadata.annotations;
  const bare = counts.evaluated.map(({ id }) => id).filter((id) => !occurrences.has(id));
  const { segments } = counts;
  return [
    ...(bare.length === 0
      ? []
      : [`No extended annotations for ${bare.join(', ')}: only their start in whole seconds.`]),
    ...(seconds === undefined
      ? []
      : [
          `Queries are the ${segments.queries.length} annotated presences of at least ${seconds} s, each on its own.`,
          ...(segments.without.length === 0 ? [] : [`None that long: ${segments.without.join(', ')}.`]),
        ]),
  ];
};

const doubles = (audio: ReadonlyMap<string, AudioFile>): readonly string[] =>
  [...audio.values()]
    .filter(({ others }) => others.length > 0)
    .map(
      ({ id, file, others }) => `Track ${id} has ${others.length + 1} files; ${file.split(/[\\/]/).at(-1)} is used.`,
    );
