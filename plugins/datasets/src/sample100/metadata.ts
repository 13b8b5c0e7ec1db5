import { type LeftOut, SidError } from '@sid/core';
import { exists, locate } from '../place.ts';
import { cell, readTable } from '../table.ts';
import { type Annotations, readAnnotations } from './annotations.ts';
import { type Detail, readManifest } from './manifest.ts';
import { isPublished, removedUse } from './origin.ts';
import { readTracks, type Track } from './tracks.ts';
import { readUses, type Use } from './uses.ts';

/** Every table of a collection, read and checked against each other. */
export interface Metadata {
  /** Absolute path of samples.csv. */
  readonly file: string;
  /** Whether the relations are those of the published Sample100. */
  readonly published: boolean;
  readonly tracks: ReadonlyMap<string, Track>;
  readonly uses: readonly Use[];
  readonly details: ReadonlyMap<string, Detail>;
  readonly annotations?: Annotations;
  /** Tracks of noise.csv; absent where there is none. */
  readonly noise?: ReadonlyMap<string, Track>;
  readonly negatives: ReadonlySet<string>;
  /** Ids with a part in the collection, so that their files are not noise. */
  readonly named: ReadonlySet<string>;
  /** Relations that cannot be evaluated since their rows are wrong. */
  readonly unusable: readonly LeftOut[];
  /** Every row with something wrong, those of `unusable` among them. */
  readonly problems: readonly LeftOut[];
}

const remedy =
  'The tables are samples.csv and tracks.csv of github.com/jvbalen/sample_100: "sid datasets get sample100 --root FOLDER" fetches them, or copy them into the folder.';

const needed = async (root: string, name: string): Promise<string> => {
  const file = await locate(root, name);
  if (file !== undefined) return file;
  const where = (await exists(root)) ? `in ${root} or its folder metadata` : `since the folder ${root} does not exist`;
  throw new SidError('SID_DATASET_METADATA', `There is no ${name} ${where}. ${remedy}`);
};

/** @throws SidError SID_DATASET_METADATA */
export const readMetadata = async (
  root: string,
  options: { readonly queries: 75 | 76; readonly annotations?: string },
): Promise<Metadata> => {
  const file = await needed(root, 'samples.csv');
  const listed = await readTracks(await needed(root, 'tracks.csv'), remedy);
  const given = await readUses(file, listed.tracks, remedy);
  const uses = options.queries === 76 ? withRemoved(given.uses, listed.tracks, file) : given.uses;
  const manifest = await optional(root, 'manifest.csv', readManifest);
  const noise = await optional(root, 'noise.csv', readTracks);
  const negatives = await optional(root, 'negatives.csv', readNegatives);
  const annotations = options.annotations === undefined ? undefined : await readAnnotations(options.annotations);
  const roles = new Set([...listed.tracks.keys(), ...given.named, ...(negatives ?? [])]);
  const crossed = [
    ...contradictions(uses, manifest?.details ?? new Map(), manifest?.file ?? ''),
    ...contradictions(uses, pairsOf(annotations), annotations?.folder ?? ''),
    ...[...(negatives ?? [])].filter((id) => given.named.has(id)).map((id) => doubled(id, 'negatives.csv')),
    ...[...(noise?.tracks.keys() ?? [])].filter((id) => roles.has(id)).map((id) => doubled(id, 'noise.csv')),
  ];
  return {
    file,
    published: isPublished(given.uses),
    tracks: listed.tracks,
    uses,
    details: without(manifest?.details ?? new Map(), crossed),
    ...(annotations === undefined
      ? {}
      : { annotations: { ...annotations, occurrences: without(annotations.occurrences, crossed) } }),
    ...(noise === undefined ? {} : { noise: without(noise.tracks, crossed) }),
    negatives: new Set([...(negatives ?? [])].filter((id) => !given.named.has(id))),
    named: roles,
    unusable: given.problems,
    problems: [
      ...listed.problems,
      ...given.problems,
      ...(manifest?.problems ?? []),
      ...(noise?.problems ?? []),
      ...(annotations?.problems ?? []),
      ...crossed,
    ],
  };
};

const optional = async <T>(
  root: string,
  name: string,
  read: (file: string, remedy: string) => Promise<T>,
): Promise<T | undefined> => {
  const file = await locate(root, name);
  return file === undefined ? undefined : read(file, 'Correct the file, or remove it to do without.');
};

const readNegatives = async (file: string, advice: string): Promise<ReadonlySet<string>> => {
  const table = await readTable(file, { columns: ['query'], remedy: advice });
  return new Set(table.rows.map((row) => cell(row, 'query')).filter((id) => id !== ''));
};

const withRemoved = (uses: readonly Use[], tracks: ReadonlyMap<string, Track>, file: string): readonly Use[] => {
  const { id, query, reference } = removedUse;
  if (uses.some((use) => use.id === id)) return uses;
  if (tracks.has(query) && tracks.has(reference)) return [...uses, removedUse];
  throw new SidError(
    'SID_OPTIONS_INVALID',
    `queries: 76 puts back ${id} (${query} samples ${reference}), but the tracks.csv that belongs to ${file} does not list these tracks. Use queries: 75.`,
  );
};

const pairsOf = (annotations: Annotations | undefined): ReadonlyMap<string, { query: string; original: string }> =>
  new Map(
    [...(annotations?.occurrences.values() ?? [])].map(({ id, query, reference }) => [
      id,
      { query, original: reference },
    ]),
  );

/** A second table that means another relation by the same id must not lend it its times. */
const contradictions = (
  uses: readonly Use[],
  second: ReadonlyMap<string, { readonly query: string; readonly original: string }>,
  file: string,
): readonly LeftOut[] =>
  uses.flatMap((use) => {
    const pair = second.get(use.id);
    if (pair === undefined || (pair.query === use.query && pair.original === use.reference)) return [];
    const reason = `${use.id} is ${pair.query} sampling ${pair.original} here, but ${use.query} sampling ${use.reference} in samples.csv.`;
    return [{ id: use.id, reason, file }];
  });

const doubled = (id: string, name: string): LeftOut => ({
  id,
  reason: `${name} lists "${id}", which has another part in samples.csv or tracks.csv; it keeps that part.`,
});

const without = <T>(map: ReadonlyMap<string, T>, problems: readonly LeftOut[]): ReadonlyMap<string, T> =>
  new Map([...map].filter(([id]) => !problems.some((found) => found.id === id)));
