import { access } from 'node:fs/promises';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Analysis, Recording, Side } from '@sid/core';
import { readAnalysis, type TimedAnalysis, writeAnalysis } from './analysis-file.ts';
import type { AnalysisOutcome, AnalysisTask } from './analysis-worker.ts';
import { decoderRevision } from './audio/index.ts';
import { joinAnalyses } from './fusion.ts';
import type { OpenMethod } from './open-method.ts';
import { cachePath } from './store.ts';
import type { Survey } from './survey.ts';
import type { Workspace } from './workspace.ts';

const workerModule = new URL(`./analysis-worker${import.meta.url.endsWith('.ts') ? '.ts' : '.js'}`, import.meta.url);

/** One recording on its way: where its analysis lies in the cache, and what becomes of it when it is refined. */
interface Listening {
  readonly recording: Recording;
  readonly path: string;
  readonly refined?: string;
}

const pathsOf = (
  { cache }: Workspace,
  { retriever, listens, refines }: OpenMethod,
  { digests }: Survey,
  recording: Recording,
  side: Side,
): Listening => {
  const key = {
    format: 1,
    listens,
    options: retriever.analysisOptions,
    side,
    decoder: decoderRevision,
    content: digests.get(recording.id),
    from: recording.from,
    to: recording.to,
  };
  const path = cachePath(cache, 'analysis', key, 'bin');
  if (retriever.refine === undefined) return { recording, path };
  return {
    recording,
    path,
    refined: cachePath(cache, 'refined', { key, refines, options: retriever.refineOptions?.(side) }, 'bin'),
  };
};

const exists = async (path: string | undefined): Promise<boolean> => {
  if (path === undefined) return false;
  try {
    await access(path);
    return true;
  } catch {
    return false;
  }
};

/**
 * The analyses of recordings, in their order. Threads decode and analyse what the cache does not have, a few ahead of
 * what is consumed; the part that a retriever refines follows on this thread.
 */
export async function* listen(
  workspace: Workspace,
  open: OpenMethod,
  surveyed: Survey,
  recordings: readonly Recording[],
  side: Side,
): AsyncGenerator<AnalysisOutcome> {
  if (open.members !== undefined) return yield* listenTogether(workspace, open.members, surveyed, recordings, side);
  const { retriever, listener } = open;
  const listenings = recordings.map((recording) => pathsOf(workspace, open, surveyed, recording, side));
  const isRefined = await Promise.all(listenings.map(({ refined }) => exists(refined)));
  const taskOf = ({ recording, path }: Listening): AnalysisTask => ({
    listener,
    recording,
    side,
    maxHours: workspace.config.maxHours,
    path,
  });
  const analyse = (wanted: readonly Listening[]) =>
    workspace.workers.map<AnalysisTask, AnalysisOutcome>(workerModule, wanted.map(taskOf))[Symbol.asyncIterator]();
  const ahead = analyse(listenings.filter((_, i) => !isRefined[i]));

  const refine = async (outcome: AnalysisOutcome, path: string | undefined): Promise<AnalysisOutcome> => {
    if (!outcome.ok || path === undefined || retriever.refine === undefined) return outcome;
    const start = performance.now();
    const analysis: Analysis = await retriever.refine(outcome.analysis, side);
    const { decode, analyse: heard } = outcome.seconds;
    const made: TimedAnalysis = {
      analysis,
      seconds: { decode, analyse: heard + (performance.now() - start) / 1e3 },
    };
    await writeAnalysis(path, made);
    return { ok: true, ...made };
  };

  let preparing: Promise<void> | undefined;
  // After the threads have started, which takes a turn; what fails here fails again where it is needed.
  const prepare = async (): Promise<void> => {
    await nextTurn();
    await nextTurn();
    await open.prepare?.().catch(() => undefined);
  };

  try {
    for (const [i, listening] of listenings.entries()) {
      const { recording, refined } = listening;
      const stored = isRefined[i] && refined !== undefined ? await readAnalysis(refined, recording.id) : undefined;
      if (stored !== undefined) {
        yield { ok: true, ...stored };
        continue;
      }
      // A refined file that turns out to be broken is made again, out of turn.
      const coming = (isRefined[i] ? analyse([listening]) : ahead).next();
      preparing ??= prepare();
      const next = await coming;
      if (next.done === true) throw new Error(`"${recording.id}" was not analysed`);
      yield await refine(next.value, refined);
    }
  } finally {
    await preparing;
    await ahead.return?.();
  }
}

/** What all members hear of each recording as one analysis; where one cannot use a recording, none does. */
async function* listenTogether(
  workspace: Workspace,
  members: readonly OpenMethod[],
  surveyed: Survey,
  recordings: readonly Recording[],
  side: Side,
): AsyncGenerator<AnalysisOutcome> {
  const heard = members.map((member) => listen(workspace, member, surveyed, recordings, side));
  try {
    for (const { id } of recordings) {
      const analyses: Analysis[] = [];
      let failed: AnalysisOutcome | undefined;
      const seconds = { decode: 0, analyse: 0 };
      for (const outcomes of heard) {
        const next = await outcomes.next();
        if (next.done === true) throw new Error(`"${id}" was not analysed`);
        const outcome = next.value;
        if (!outcome.ok) {
          failed ??= outcome;
          continue;
        }
        analyses.push(outcome.analysis);
        seconds.decode += outcome.seconds.decode;
        seconds.analyse += outcome.seconds.analyse;
      }
      yield failed ?? { ok: true, analysis: joinAnalyses(analyses), seconds };
    }
  } finally {
    for (const outcomes of heard) await outcomes.return(undefined);
  }
}
