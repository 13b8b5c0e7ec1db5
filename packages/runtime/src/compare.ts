import { messageOf, SidError } from '@sid/core';
import type { Result, Truth, TruthTrack } from '@sid/eval';
import { boardOf, type Manifest, type Outcome, writeBoard } from './leaderboard.ts';
import { type Method, resolveMethods } from './method.ts';
import { type OpenMethod, openMethod } from './open-method.ts';
import { resolveProtocol } from './protocol.ts';
import { type ResultFolder, resultFolder } from './results.ts';
import { runMethod } from './run-method.ts';
import { type Survey, survey } from './survey.ts';
import { requireWeights } from './train/wanted-weights.ts';
import type { Workspace } from './workspace.ts';

const truthOf = ({ info, collection, digest }: Survey, durations: ReadonlyMap<string, number>): Truth => {
  const tracks = (recordings: Survey['collection']['references']): readonly TruthTrack[] =>
    recordings.map(({ id, role, title }) => ({
      id,
      role,
      durationSeconds: durations.get(id) ?? 0,
      ...(title === undefined ? {} : { title }),
    }));
  return {
    schema: 'sid.truth/1',
    dataset: info,
    digest,
    references: tracks(collection.references),
    queries: tracks(collection.queries),
    relations: collection.relations,
    leftOut: collection.leftOut,
    notes: collection.notes,
  };
};

/** What of a stored result cannot be read is told and run again. */
const stored = async (workspace: Workspace, folder: ResultFolder, { method, run }: OpenMethod) => {
  try {
    return await folder.readResult(method.name, run);
  } catch (error) {
    workspace.logger.warn(`${messageOf(error)} It is made again.`);
    return undefined;
  }
};

const runAll = async (
  workspace: Workspace,
  methods: readonly Method[],
  surveyed: Survey,
  folder: ResultFolder,
  { force = false, train = false }: CompareOptions,
) => {
  const results: Result[] = [];
  const unavailable: Manifest['unavailable'] = [];
  const old = await folder.readTruth(surveyed.digest).catch(() => undefined);
  const known = [...(old?.references ?? []), ...(old?.queries ?? [])];
  const durations = new Map(known.map(({ id, durationSeconds }) => [id, durationSeconds]));
  let heard = old === undefined;
  for (const method of methods) {
    const wiring = workspace.wiring.child();
    try {
      await requireWeights(workspace, method, train);
      const open = await openMethod(workspace, wiring, method, surveyed);
      const done = force || old === undefined ? undefined : await stored(workspace, folder, open);
      if (done !== undefined) {
        results.push(done);
        continue;
      }
      const made = await runMethod(workspace, open, surveyed);
      for (const [id, seconds] of made.durations) durations.set(id, seconds);
      heard = true;
      // The truth goes first: a result is only ever read beside it.
      await folder.writeTruth(truthOf(surveyed, durations));
      await folder.writeResult(made.result);
      results.push(made.result);
    } catch (error) {
      const code = error instanceof SidError ? error.code : undefined;
      if (code === 'SID_INTERRUPTED' || code === 'SID_STORAGE_FAILED') throw error;
      const status = code === 'SID_METHOD_UNFIT' ? 'skipped' : 'failed';
      workspace.logger.warn(`${method.name} ${status === 'failed' ? 'failed' : 'is skipped'}: ${messageOf(error)}`);
      workspace.logger.debug(error instanceof Error ? (error.stack ?? '') : '');
      unavailable.push({ name: method.name, status, reason: messageOf(error) });
    } finally {
      await wiring[Symbol.asyncDispose]();
    }
  }
  const truth = truthOf(surveyed, durations);
  if (heard) await folder.writeTruth(truth);
  return { truth, results, unavailable };
};

/** Lists the data set's recordings and takes their digests. */
const collect = async (workspace: Workspace): Promise<Survey> => {
  const dataset = await workspace.dataset();
  const collection = await dataset.collect();
  if (!collection.queries.some(({ role }) => role === 'query')) {
    throw new SidError(
      'SID_DATASET_EMPTY',
      `The data set "${dataset.info.name}" has no query with a usable reference. ${collection.notes.join(' ')}`,
    );
  }
  return survey(dataset.info, collection, workspace.cache);
};

export interface CompareOptions {
  /** Run also what has a stored result. */
  readonly force?: boolean;
  /** Train what a method asks for and has no weights; without it such methods are skipped. */
  readonly train?: boolean;
}

/**
 * Runs every method that has no stored result on this state of the data set, evaluates all of them together and
 * writes the leaderboard. Can be stopped at any moment; the same call continues.
 */
export const compare = async (workspace: Workspace, options: CompareOptions = {}): Promise<Outcome> => {
  // Everything that can be wrong in a configuration is found before the first song is made or read.
  const methods = resolveMethods(workspace.config, workspace.registry);
  const evaluation = await resolveProtocol(workspace);
  const surveyed = await collect(workspace);
  const folder = resultFolder(workspace.results, (await workspace.dataset()).info.name);
  const { truth, results, unavailable } = await runAll(workspace, methods, surveyed, folder, options);
  const manifest: Manifest = {
    schema: 'sid.leaderboard/1',
    truth: truth.digest,
    runs: results.map(({ method, run }) => ({ name: method, run })),
    unavailable,
    ...(workspace.config.baseline === undefined ? {} : { baseline: workspace.config.baseline }),
    protocol: { ...evaluation.protocol, metrics: [...evaluation.protocol.metrics] },
  };
  await folder.write('leaderboard.json', `${JSON.stringify(manifest, null, 1)}\n`);
  return writeBoard(workspace, folder, boardOf(evaluation.extraMetrics, truth, results, manifest));
};
