import { createReadStream } from 'node:fs';
import { mkdir, readFile, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { type LeftOut, type Match, messageOf, type Recording, type Retriever, SidError } from '@sid/core';
import * as z from 'zod';
import { atomicWrite } from './atomic-write.ts';
import { audioFiles } from './audio-files.ts';
import { methodSchema } from './config.ts';
import { digestOf } from './digest.ts';
import { listen } from './listen.ts';
import { resolveMethods } from './method.ts';
import { type OpenMethod, openMethod } from './open-method.ts';
import { type Survey, survey } from './survey.ts';
import type { Workspace } from './workspace.ts';

const trackSchema = z.strictObject({ id: z.string(), durationSeconds: z.number() });

/** What an index on disk is: `catalogue.json` beside the index that it names. */
const catalogueSchema = z.strictObject({
  schema: z.literal('sid.catalogue/1'),
  method: z.string(),
  config: methodSchema,
  /** Digest of the components and options that made the index: others cannot read it. */
  made: z.string(),
  index: z.string(),
  tracks: z.array(trackSchema),
});

export type Catalogue = z.output<typeof catalogueSchema>;

const catalogueFile = 'catalogue.json';

/** The catalogue in a folder; undefined if there is none yet. @throws SidError SID_INDEX_INVALID */
const readCatalogue = async (cwd: string, folder: string): Promise<Catalogue | undefined> => {
  const path = join(resolve(cwd, folder), catalogueFile);
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw new SidError('SID_INDEX_INVALID', `"${path}" cannot be read: ${messageOf(error)}`, { cause: error });
  }
  try {
    return catalogueSchema.parse(JSON.parse(text));
  } catch (error) {
    const why = error instanceof z.ZodError ? z.prettifyError(error) : messageOf(error);
    throw new SidError('SID_INDEX_INVALID', `"${path}" is no catalogue: ${why}`, { cause: error });
  }
};

/** Files of the user as a survey, without any relation between them. */
export const surveyFiles = (
  workspace: Workspace,
  files: readonly string[],
  role: 'reference' | 'query',
): Promise<Survey> => {
  const recordings = files.map((file): Recording => ({ id: file, role, file }));
  const info = {
    name: 'catalogue',
    version: '1',
    licence: "the user's own",
    citation: '',
    generated: false,
    description: "The user's own files.",
  };
  const [references, queries] = role === 'reference' ? [recordings, []] : [[], recordings];
  return survey(info, { references, queries, relations: [], leftOut: [], notes: [] }, workspace.cache);
};

const madeBy = ({ components, retriever }: OpenMethod): string =>
  digestOf({ components, analysis: retriever.analysisOptions, refine: retriever.refineOptions?.('reference') });

/** Opens the method of a catalogue, loads its index, does something with both, and closes them. */
const withIndex = async <T>(
  workspace: Workspace,
  folder: string,
  method: { readonly name: string; readonly config: Catalogue['config'] },
  surveyed: Survey,
  catalogue: Catalogue | undefined,
  use: (open: OpenMethod) => Promise<T>,
): Promise<T> => {
  const wiring = workspace.wiring.child();
  try {
    const config = { ...workspace.config, methods: { [method.name]: method.config }, matrix: {} };
    const [resolved] = resolveMethods(config, workspace.registry);
    if (resolved === undefined) throw new SidError('SID_CONFIG_INVALID', `There is no method "${method.name}".`);
    const open = await openMethod(workspace, wiring, resolved, surveyed);
    if (catalogue !== undefined) {
      if (catalogue.made !== madeBy(open)) {
        throw new SidError(
          'SID_INDEX_INVALID',
          `The index in "${folder}" was made by another version of "${method.name}". Make it again: sid index add, into a new folder.`,
        );
      }
      await open.retriever.load(createReadStream(join(folder, catalogue.index)));
    }
    return await use(open);
  } finally {
    await wiring[Symbol.asyncDispose]();
  }
};

/** The index first, then the catalogue that names it, then the old index goes: every moment leaves a whole state. */
const save = async (
  folder: string,
  open: OpenMethod,
  tracks: Catalogue['tracks'],
  old: Catalogue | undefined,
): Promise<void> => {
  const index = `${digestOf({ tracks, at: Date.now() }).slice(0, 12)}.index`;
  await mkdir(folder, { recursive: true });
  await atomicWrite(join(folder, index), open.retriever.save());
  const { name, config } = open.method;
  const catalogue: Catalogue = {
    schema: 'sid.catalogue/1',
    method: name,
    config,
    made: madeBy(open),
    index,
    tracks: [...tracks].sort((a, b) => (a.id < b.id ? -1 : 1)),
  };
  await atomicWrite(join(folder, catalogueFile), `${JSON.stringify(catalogue, null, 1)}\n`);
  if (old !== undefined) await rm(join(folder, old.index), { force: true });
};

/** What became of the files that were to be added. */
export interface Added {
  readonly added: readonly string[];
  readonly leftOut: readonly LeftOut[];
  readonly tracks: number;
  readonly bytes: number;
}

/**
 * Adds files, or the audio files below folders, to an index; makes it where there is none. A file that is in it
 * already is analysed again only if its content changed.
 *
 * @param methodName - for a new index: one of the configuration's methods
 */
export const addToCatalogue = async (
  workspace: Workspace,
  cwd: string,
  folderName: string,
  paths: readonly string[],
  methodName: string,
): Promise<Added> => {
  const folder = resolve(cwd, folderName);
  const catalogue = await readCatalogue(cwd, folderName);
  const wanted = workspace.config.methods[methodName];
  if (catalogue === undefined && wanted === undefined) {
    const known = Object.keys(workspace.config.methods).join(', ');
    throw new SidError('SID_CONFIG_INVALID', `There is no method "${methodName}". Known: ${known}.`);
  }
  const method = catalogue === undefined ? methodName : catalogue.method;
  const config = catalogue?.config ?? wanted;
  if (config === undefined) throw new SidError('SID_CONFIG_INVALID', `There is no method "${method}".`);
  const surveyed = await surveyFiles(workspace, await audioFiles(cwd, paths), 'reference');
  return withIndex(workspace, folder, { name: method, config }, surveyed, catalogue, async (open) => {
    const tracks = new Map(catalogue?.tracks.map((track) => [track.id, track]));
    const leftOut: LeftOut[] = [...surveyed.collection.leftOut];
    const added: string[] = [];
    const recordings = surveyed.collection.references;
    const task = workspace.progress.start('Indexing', recordings.length);
    try {
      for await (const outcome of listen(workspace, open, surveyed, recordings, 'reference')) {
        if (outcome.ok) {
          const { id, durationSeconds } = outcome.analysis;
          await open.retriever.add(outcome.analysis);
          tracks.set(id, { id, durationSeconds });
          added.push(id);
        } else leftOut.push({ id: outcome.recording.id, file: outcome.recording.file, reason: outcome.message });
        task.advance();
      }
    } finally {
      task.end();
    }
    await save(folder, open, [...tracks.values()], catalogue);
    return { added, leftOut, ...open.retriever.size };
  });
};

/** The catalogue in a folder. @throws SidError SID_INDEX_INVALID where there is none */
export const existingCatalogue = async (cwd: string, folder: string): Promise<Catalogue> => {
  const catalogue = await readCatalogue(cwd, folder);
  if (catalogue !== undefined) return catalogue;
  throw new SidError('SID_INDEX_INVALID', `There is no index in "${resolve(cwd, folder)}". Make one: sid index add.`);
};

/** Removes tracks by path. Returns those that were there. */
export const removeFromCatalogue = async (
  workspace: Workspace,
  cwd: string,
  folderName: string,
  paths: readonly string[],
): Promise<readonly string[]> => {
  const folder = resolve(cwd, folderName);
  const catalogue = await existingCatalogue(cwd, folderName);
  const surveyed = await surveyFiles(workspace, [], 'reference');
  const method = { name: catalogue.method, config: catalogue.config };
  return withIndex(workspace, folder, method, surveyed, catalogue, async (open) => {
    const removed: string[] = [];
    for (const id of paths.map((path) => resolve(cwd, path))) {
      if (await open.retriever.remove(id)) removed.push(id);
    }
    const kept = catalogue.tracks.filter(({ id }) => !removed.includes(id));
    await save(folder, open, kept, catalogue);
    return removed;
  });
};

/** What was found in one file. */
export interface Identified {
  readonly file: string;
  readonly matches: readonly Match[];
  /** Why the file could not be asked. */
  readonly reason?: string;
}

/** Matches of several files, and what their scores mean. */
export interface Identification {
  readonly scoreMeaning: Retriever['scoreMeaning'];
  readonly files: readonly Identified[];
}

/** Asks an index which of its tracks each file samples, and where. */
export const identify = async (
  workspace: Workspace,
  cwd: string,
  folderName: string,
  paths: readonly string[],
  limit: number,
): Promise<Identification> => {
  const folder = resolve(cwd, folderName);
  const catalogue = await existingCatalogue(cwd, folderName);
  const surveyed = await surveyFiles(workspace, await audioFiles(cwd, paths), 'query');
  const method = { name: catalogue.method, config: catalogue.config };
  return withIndex(workspace, folder, method, surveyed, catalogue, async (open) => {
    const files: Identified[] = surveyed.collection.leftOut.map(({ id, reason }) => ({
      file: id,
      matches: [],
      reason,
    }));
    for await (const outcome of listen(workspace, open, surveyed, surveyed.collection.queries, 'query')) {
      if (outcome.ok) {
        const matches = await open.retriever.query(outcome.analysis, limit);
        files.push({ file: outcome.analysis.id, matches });
      } else files.push({ file: outcome.recording.file, matches: [], reason: outcome.message });
    }
    return { scoreMeaning: open.retriever.scoreMeaning, files };
  });
};
