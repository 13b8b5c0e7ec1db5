import { cpus } from 'node:os';
import {
  type Collection,
  createRandom,
  type LeftOut,
  type Match,
  type ProgressTask,
  type Recording,
  SidError,
} from '@sid/core';
import type { Result } from '@sid/eval';
import type { AnalysisOutcome } from './analysis-worker.ts';
import { checkMatches } from './check-matches.ts';
import { listen } from './listen.ts';
import type { OpenMethod } from './open-method.ts';
import type { Survey } from './survey.ts';
import { versions } from './version.ts';
import type { Workspace } from './workspace.ts';

/** The first `count` noise tracks in an order that depends on the seed alone, so that smaller sets are nested. */
const indexed = (collection: Collection, count: number | undefined, seed: number): readonly Recording[] => {
  if (count === undefined) return collection.references;
  const noise = collection.references.filter(({ role }) => role === 'noise');
  const random = createRandom(seed).fork('noise');
  const order = new Map(noise.map(({ id }) => [id, random.next()]));
  const kept = new Set(
    [...noise]
      .sort((a, b) => (order.get(a.id) ?? 0) - (order.get(b.id) ?? 0))
      .slice(0, count)
      .map(({ id }) => id),
  );
  return collection.references.filter(({ id, role }) => role !== 'noise' || kept.has(id));
};

/** A recording that cannot be used is left out; anything else that goes wrong ends the method. */
const leftOutOf = (outcome: Extract<AnalysisOutcome, { ok: false }>): LeftOut => {
  const { code, message, suggestions, recording } = outcome;
  if (!code.startsWith('SID_AUDIO_')) throw new SidError(code, message, { suggestions });
  return { id: recording.id, file: recording.file, reason: message };
};

/** What a run leaves, and the length of every recording it heard. */
export interface MethodRun {
  readonly result: Result;
  readonly durations: ReadonlyMap<string, number>;
}

/** Counts what passes. The task ends also where the work fails. */
async function* counted<T>(task: ProgressTask, values: AsyncIterable<T>): AsyncGenerator<T> {
  try {
    for await (const value of values) {
      yield value;
      task.advance();
    }
  } finally {
    task.end();
  }
}

/** Indexes the references, asks every query, and returns the raw rankings. */
export const runMethod = async (workspace: Workspace, open: OpenMethod, surveyed: Survey): Promise<MethodRun> => {
  const { config, progress, workers } = workspace;
  const { method, retriever, components, run } = open;
  const leftOut: LeftOut[] = [];
  const durations = new Map<string, number>();
  const indexedIds = new Set<string>();
  const references = indexed(surveyed.collection, method.noise, config.seed);
  const queries = surveyed.collection.queries;
  let [decodeSeconds, indexSeconds, referenceAudioSeconds] = [0, 0, 0];
  const querySeconds: number[] = [];
  const rankings: { query: string; matches: readonly Match[] }[] = [];

  const indexing = progress.start(`${method.name}: indexing`, references.length);
  for await (const outcome of counted(indexing, listen(workspace, open, surveyed, references, 'reference'))) {
    if (outcome.ok) {
      const { analysis, seconds } = outcome;
      const start = performance.now();
      await retriever.add(analysis);
      indexedIds.add(analysis.id);
      durations.set(analysis.id, analysis.durationSeconds);
      referenceAudioSeconds += analysis.durationSeconds;
      decodeSeconds += seconds.decode;
      indexSeconds += seconds.decode + seconds.analyse + (performance.now() - start) / 1e3;
    } else leftOut.push(leftOutOf(outcome));
  }

  const asking = progress.start(`${method.name}: queries`, queries.length);
  for await (const outcome of counted(asking, listen(workspace, open, surveyed, queries, 'query'))) {
    if (outcome.ok) {
      const { analysis, seconds } = outcome;
      const start = performance.now();
      const matches = await retriever.query(analysis, config.depth);
      querySeconds.push(seconds.analyse + (performance.now() - start) / 1e3);
      checkMatches(matches, analysis.id, indexedIds);
      durations.set(analysis.id, analysis.durationSeconds);
      rankings.push({ query: analysis.id, matches });
    } else leftOut.push(leftOutOf(outcome));
  }

  const backends = [...new Set(open.backends)];
  const backend = backends.length === 0 ? {} : { backend: backends.join(', ') };
  const result: Result = {
    schema: 'sid.result/1',
    method: method.name,
    run,
    config: method.config,
    components,
    versions: { ...versions(), cpu: cpus()[0]?.model.trim() ?? 'unknown', threads: String(workers.size), ...backend },
    dataset: { name: surveyed.info.name, version: surveyed.info.version, digest: surveyed.digest },
    seed: config.seed,
    scoreMeaning: retriever.scoreMeaning,
    ...(retriever.notes === undefined ? {} : { notes: retriever.notes }),
    timings: { referenceAudioSeconds, indexSeconds, decodeSeconds, querySeconds },
    size: retriever.size,
    ...(method.parameters === undefined ? {} : { parameters: method.parameters }),
    noise: references.filter(({ role }) => role === 'noise').length,
    leftOut,
    rankings,
  };
  return { result, durations };
};
