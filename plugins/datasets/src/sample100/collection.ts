import { type Collection, type LeftOut, type Recording, type Relation, SidError } from '@sid/core';
import type { AudioFile } from '../audio-folder.ts';
import { byId } from '../order.ts';
import type { Metadata } from './metadata.ts';
import { type Counts, notesOf } from './notes.ts';
import type { Sample100Options } from './options.ts';
import { isChosen, toRelation } from './relations.ts';
import { recordingsOf, rosterOf } from './roster.ts';
import { segmentsOf } from './segments.ts';

type Choice = Pick<Sample100Options, 'interpolation' | 'classes' | 'shortQueries' | 'queries'>;

/**
 * The part of a collection that is there. Relations are evaluated where both tracks have sound; a query without any
 * such relation is left out, since it would count as one that samples nothing.
 *
 * @throws SidError SID_DATASET_EMPTY
 */
export const toCollection = (
  metadata: Metadata,
  audio: ReadonlyMap<string, AudioFile>,
  choice: Choice,
  root: string,
): Collection => {
  const leftOut: LeftOut[] = [...metadata.unusable];
  const chosen = metadata.uses.filter((use) => isChosen(use, metadata, choice.interpolation));
  const roster = rosterOf(metadata, chosen, audio);
  const references = recordingsOf('reference', roster.references, metadata, audio, leftOut);
  const noise = recordingsOf('noise', roster.noise, metadata, audio, leftOut);
  const heard = recordingsOf('query', roster.queries, metadata, audio, leftOut);
  const negatives = recordingsOf('negative', roster.negatives, metadata, audio, leftOut);
  const all = chosen.map((use) => toRelation(use, metadata, choice.classes)).sort(byId);
  const relations = all.filter((relation) => isComplete(relation, references, heard, leftOut));
  const queries = heard.filter((query) => isUsable(query, relations, all, leftOut));
  const segments =
    choice.shortQueries === undefined || metadata.annotations === undefined
      ? { queries, relations, without: [] }
      : segmentsOf(queries, relations, metadata.annotations, choice.shortQueries);
  const counts: Counts = { total: all, evaluated: relations, references, noise, queries, negatives, segments };
  if (segments.queries.length === 0) throw empty(metadata, counts, root);
  return {
    references: [...references, ...noise].sort(byId),
    queries: [...segments.queries, ...negatives].sort(byId),
    relations: [...segments.relations].sort(byId),
    leftOut: leftOut.sort(byId),
    notes: notesOf(metadata, counts, choice, audio),
  };
};

const isComplete = (
  relation: Relation,
  references: readonly Recording[],
  queries: readonly Recording[],
  leftOut: LeftOut[],
): boolean => {
  const missing = [
    ...(references.some(({ id }) => id === relation.reference) ? [] : [`its reference ${relation.reference}`]),
    ...(queries.some(({ id }) => id === relation.query) ? [] : [`its query ${relation.query}`]),
  ];
  if (missing.length > 0) leftOut.push({ id: relation.id, reason: `No sound for ${missing.join(' and ')}.` });
  return missing.length === 0;
};

const isUsable = (
  query: Recording,
  relations: readonly Relation[],
  all: readonly Relation[],
  leftOut: LeftOut[],
): boolean => {
  if (relations.some((relation) => relation.query === query.id)) return true;
  const references = [...new Set(all.filter((relation) => relation.query === query.id).map((one) => one.reference))];
  leftOut.push({
    id: query.id,
    reason: `None of its references has sound (${references.join(', ')}).`,
    file: query.file,
  });
  return false;
};

const empty = (metadata: Metadata, counts: Counts, root: string): SidError => {
  if (counts.total.length === 0)
    return new SidError(
      'SID_DATASET_EMPTY',
      `No relation of ${metadata.file} is left to evaluate: ${metadata.unusable.length} rows are wrong ("sid datasets validate" lists them), the option interpolation may exclude the others.`,
    );
  if (counts.queries.length > 0)
    return new SidError(
      'SID_DATASET_EMPTY',
      `No annotated presence of any query is as long as shortQueries asks. Choose fewer seconds.`,
    );
  return new SidError(
    'SID_DATASET_EMPTY',
    `No query in ${root} has sound together with a reference it samples: ${counts.references.length} references and no usable query were found for ${counts.total.length} relations. Put the recordings into ${root}/audio, named by track_id (audio/T001.flac, audio/T002.mp3, …).`,
  );
};
