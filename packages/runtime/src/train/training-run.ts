import { join } from 'node:path';
import { SidError } from '@sid/core';
import { encodeNpy } from '@sid/dsp';
import type { ScheduleOptions, StepReport } from '@sid/nn';
import { atomicWrite } from '../atomic-write.ts';
import type { CheckpointFolder, TrainingProgress } from './checkpoint.ts';
import type { Course } from './course.ts';
import { curveSvg, curvesOf } from './curve.ts';
import { streamExamples } from './example-stream.ts';
import type { Split } from './held-back.ts';
import { type PackedBatch, unpackBatch } from './packed-batch.ts';
import type { TrainingConfig } from './training-config.ts';
import type { TrainingLog } from './training-log.ts';
import type { TrainingParts } from './training-parts.ts';
import type { TrainingWorkspace } from './training-workspace.ts';

export interface TrainingRun {
  readonly workspace: TrainingWorkspace;
  readonly parts: TrainingParts;
  readonly split: Split;
  readonly course: Course;
  readonly folder: CheckpointFolder;
  readonly log: TrainingLog;
  /** Where the run continues. */
  readonly start: TrainingProgress;
}

const scheduleOf = ({ optimiser, schedule, steps }: TrainingConfig): ScheduleOptions => ({
  ...schedule,
  ...(schedule.kind === 'cosine' ? { ...schedule, steps } : schedule),
  learningRate: optimiser.learningRate,
});

/** What made a step fail, for a closer look. */
const keepBadBatch = async (out: string, step: number, batch: PackedBatch): Promise<string> => {
  const { rows, cols, data, views, songs } = batch;
  const path = join(out, `bad-batch-${step}`);
  await atomicWrite(`${path}.npy`, encodeNpy({ shape: [views.length, rows, cols], data }));
  await atomicWrite(`${path}.json`, `${JSON.stringify({ step, views, songs }, null, 1)}\n`);
  return `${path}.npy`;
};

/** The steps from where a run was to its end. @returns how far it came; its last checkpoint says the same */
export const runTraining = async (run: TrainingRun): Promise<TrainingProgress> => {
  const { workspace, parts, split, course, folder, log, start } = run;
  const { trainer, metric } = course;
  const { config, workers, out, signal } = workspace;
  const { steps, validation, earlyStop, checkpointEvery, batch } = config;
  const { learningRateAt, recordLoss } = await import('@sid/nn');
  const schedule = scheduleOf(config);
  const startedAt = performance.now();
  const seconds = (): number => start.seconds + (performance.now() - startedAt) / 1e3;
  let progress = start;
  let saved = start.step;

  const save = async (): Promise<void> => {
    progress = { ...progress, seconds: seconds() };
    await folder.save(progress, await trainer.state());
    saved = progress.step;
    await atomicWrite(join(out, 'curve.svg'), curveSvg(config.tag, curvesOf(log.entries), progress.step));
  };

  const look = async (): Promise<void> => {
    const { step } = progress;
    const metrics = await course.validate();
    const value = metrics[metric] ?? 0;
    const better = progress.best === null || value > progress.best.value;
    // Of equals the later: a small set is soon solved, and what comes after has learned more.
    const kept = better || value === progress.best?.value;
    if (kept) await folder.saveBest(step, await trainer.weights());
    await log.add({ step, seconds: seconds(), validation: metrics });
    progress = {
      ...progress,
      validated: step,
      best: kept ? { step, value, metrics: { ...metrics } } : progress.best,
      sinceBest: better ? 0 : progress.sinceBest + 1,
    };
  };

  const learn = async (packed: PackedBatch, waitedSeconds: number): Promise<StepReport> => {
    const { step, history } = progress;
    const learningRate = learningRateAt(schedule, step, history);
    try {
      const report = await trainer.step(unpackBatch(packed), learningRate);
      const { loss, gradientNorm, lossVariables } = report;
      await log.add({
        step: step + 1,
        loss,
        learningRate,
        gradientNorm,
        items: packed.songs.length,
        seconds: seconds(),
        waitedSeconds,
        lossVariables,
      });
      progress = { ...progress, step: step + 1, history: recordLoss(schedule, history, step, loss) };
      return report;
    } catch (error) {
      if (!(error instanceof SidError) || error.code !== 'SID_TRAINING_FAILED') throw error;
      const kept = await keepBadBatch(out, step + 1, packed);
      throw new SidError(error.code, `${error.message} The batch is in "${kept}".`, {
        cause: error,
        suggestions: error.suggestions,
      });
    }
  };

  const source = { settings: parts.examples, songs: split.train, items: batch.items, seed: config.seed };
  const batches = streamExamples(workers, source, start.step, steps)[Symbol.asyncIterator]();
  const task = workspace.progress.start(`Training ${config.tag}`, steps);
  if (start.step > 0) task.advance(start.step);
  const isDue = (): boolean =>
    progress.step > progress.validated && (progress.step % validation.every === 0 || progress.step === steps);
  const isOver = (): boolean =>
    progress.step >= steps || (earlyStop !== undefined && progress.sinceBest >= earlyStop.patience);
  let toldAt = performance.now();
  try {
    for (;;) {
      if (isDue()) await look();
      if (isOver()) break;
      if (progress.step - saved >= checkpointEvery) await save();
      const asked = performance.now();
      const next = await batches.next();
      if (next.done === true) break;
      const { loss } = await learn(next.value, (performance.now() - asked) / 1e3);
      task.advance();
      const rate = (next.value.songs.length * 1000) / (performance.now() - toldAt);
      toldAt = performance.now();
      task.note?.(noteOf(loss, rate, learningRateAt(schedule, progress.step, progress.history), progress, metric));
    }
    await save();
  } catch (error) {
    // Asked to stop, or left alone by another process: what was done since the last checkpoint is kept.
    const isLost = error instanceof SidError && error.code === 'SID_REPLICA_LOST';
    if ((signal.aborted || isLost) && progress.step > saved) await save();
    throw error;
  } finally {
    task.end();
    await batches.return?.();
  }
  return progress;
};

const noteOf = (loss: number, rate: number, learningRate: number, { best }: TrainingProgress, metric: string): string =>
  [
    `loss ${loss.toFixed(3)}`,
    `${rate.toFixed(1)} songs/s`,
    `rate ${learningRate.toExponential(1)}`,
    ...(best === null ? [] : [`best ${metric} ${best.value.toFixed(3)} at ${best.step}`]),
  ].join('  ');
