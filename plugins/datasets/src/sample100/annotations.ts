import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type LeftOut, messageOf, SidError, type Span } from '@sid/core';
import * as z from 'zod';
import { compareIds } from '../order.ts';
import { exists } from '../place.ts';
import { numberIn, problem } from '../problem.ts';
import { cell, readTable } from '../table.ts';
import { type Mark, presenceOf } from './presence.ts';

/** Every occurrence of one relation. */
interface Occurrences {
  readonly id: string;
  readonly query: string;
  readonly reference: string;
  readonly inQuery: readonly Span[];
  readonly inReference: readonly Span[];
}

/** What the table of the extended annotations adds to a relation. */
interface Extension {
  readonly tempoRatio?: number;
  readonly interpolation?: string;
}

export interface Annotations {
  readonly folder: string;
  readonly occurrences: ReadonlyMap<string, Occurrences>;
  readonly extensions: ReadonlyMap<string, Extension>;
  readonly problems: readonly LeftOut[];
}

const mark = z.object({
  start_time: z.number().nonnegative(),
  end_time: z.number().nonnegative(),
  id: z.int(),
  type: z.string().nullish(),
});
const single = z.object({
  sample_id: z.string(),
  query_track_id: z.string(),
  target_track_id: z.string(),
  query_time_annotations: z.array(mark),
  target_time_annotations: z.array(mark),
});
const merged = z.array(
  z.object({
    sample_id: z.string(),
    query_file: z.string(),
    ref_file: z.string(),
    query: z.array(mark),
    ref: z.array(mark),
  }),
);

/** The one file in which the authors merged their annotations. */
const mergedName = 'annotations_full.json';

const remedy =
  'The extended annotations are the folder sample100-ext of github.com/chymaera96/NeuralSampleID, or annotations_full.json of its folder data.';

/**
 * Reads Sample100-ext: `annotations_full.json` (in `folder` or its folder `index`), else `annotations/S###.json`, else
 * `S###.json`; and `samples.csv` where present. The merged file comes first since the authors evaluate by it and say
 * only there that S092 is annotated by absence.
 *
 * @throws SidError SID_DATASET_METADATA where nothing of that is there or a file does not have the expected form
 */
export const readAnnotations = async (folder: string): Promise<Annotations> => {
  const all =
    (await readMerged(folder)) ?? (await readSingles(join(folder, 'annotations'))) ?? (await readSingles(folder));
  if (all === undefined)
    throw new SidError(
      'SID_DATASET_METADATA',
      `The folder ${folder} holds no extended annotations: neither S###.json, in it or in its folder annotations, nor ${mergedName}. ${remedy}`,
    );
  const problems: LeftOut[] = [];
  return {
    folder,
    occurrences: all,
    extensions: await readExtensions(join(folder, 'samples.csv'), problems),
    problems,
  };
};

const toMarks = (marks: readonly z.output<typeof mark>[]): readonly Mark[] =>
  marks.map(({ start_time, end_time, id, type }) => ({
    id,
    from: start_time,
    to: end_time,
    ...(type === undefined || type === null ? {} : { type }),
  }));

const readSingles = async (folder: string): Promise<ReadonlyMap<string, Occurrences> | undefined> => {
  const names = await readdir(folder).catch((): readonly string[] => []);
  const files = names.filter((name) => /^S\d+\.json$/.test(name)).sort(compareIds);
  if (files.length === 0) return undefined;
  const all = new Map<string, Occurrences>();
  for (const name of files) {
    const one = await readJson(join(folder, name), single);
    all.set(one.sample_id, {
      id: one.sample_id,
      query: one.query_track_id,
      reference: one.target_track_id,
      inQuery: presenceOf(toMarks(one.query_time_annotations)),
      inReference: presenceOf(toMarks(one.target_time_annotations)),
    });
  }
  return all;
};

const readMerged = async (folder: string): Promise<ReadonlyMap<string, Occurrences> | undefined> => {
  for (const file of [join(folder, mergedName), join(folder, 'index', mergedName)]) {
    if (!(await exists(file))) continue;
    const all = await readJson(file, merged);
    return new Map(
      all.map((one) => [
        one.sample_id,
        {
          id: one.sample_id,
          query: one.query_file.replace(/\.[^.]+$/, ''),
          reference: one.ref_file.replace(/\.[^.]+$/, ''),
          inQuery: presenceOf(toMarks(one.query)),
          inReference: presenceOf(toMarks(one.ref)),
        },
      ]),
    );
  }
  return undefined;
};

const readJson = async <T extends z.ZodType>(file: string, schema: T): Promise<z.output<T>> => {
  const fail = (what: string, cause?: unknown): SidError =>
    new SidError('SID_DATASET_METADATA', `${file}: ${what} ${remedy}`, { cause });
  let json: unknown;
  try {
    json = JSON.parse(await readFile(file, 'utf8'));
  } catch (error) {
    throw fail(`cannot be read as JSON (${messageOf(error)}).`, error);
  }
  const parsed = schema.safeParse(json);
  if (!parsed.success) throw fail(`does not have the expected form.\n${z.prettifyError(parsed.error)}\n`, parsed.error);
  return parsed.data;
};

const readExtensions = async (file: string, problems: LeftOut[]): Promise<ReadonlyMap<string, Extension>> => {
  if (!(await exists(file))) return new Map();
  const table = await readTable(file, { columns: ['sample_id'], remedy });
  return new Map(
    table.rows.map((row) => {
      const tempoRatio = numberIn(row, 'estimated_tempo_ratio');
      const interpolation = cell(row, 'interpolation').toLowerCase();
      if (tempoRatio === undefined && cell(row, 'estimated_tempo_ratio') !== '')
        problems.push(
          problem(table, row, cell(row, 'sample_id'), `"${cell(row, 'estimated_tempo_ratio')}" is not a tempo ratio.`),
        );
      return [
        cell(row, 'sample_id'),
        {
          ...(tempoRatio === undefined ? {} : { tempoRatio }),
          ...(interpolation === '' ? {} : { interpolation }),
        },
      ];
    }),
  );
};
