import type { WorkerPool } from '../workers.ts';
import { planBatch } from './batch-plan.ts';
import type { ExampleSettings, ExampleTask } from './example-worker.ts';
import type { PackedBatch } from './packed-batch.ts';
import type { BankedSong } from './song-bank.ts';
import { workerModule } from './worker-module.ts';

/** What the batches of a run are made of. */
export interface ExampleSource {
  readonly settings: ExampleSettings;
  readonly songs: readonly BankedSong[];
  /** Songs in a batch. */
  readonly items: number;
  readonly seed: number;
}

const taskOf = ({ settings, songs, items, seed }: ExampleSource, step: number): ExampleTask => ({
  settings,
  seed,
  name: `step ${step}`,
  songs: planBatch(songs.length, items, seed, step).map((candidates) =>
    candidates.flatMap((place) => songs[place]?.path ?? []),
  ),
});

function* tasks(source: ExampleSource, from: number, to: number): Generator<ExampleTask> {
  for (let step = from; step < to; step++) yield taskOf(source, step);
}

/**
 * The batches of the steps from `from` up to and without `to`, in order. Each thread makes whole batches, a few ahead:
 * they go on with their work while a training step holds this thread. What a batch holds depends on the source and its
 * step alone.
 */
export const streamExamples = (
  workers: WorkerPool,
  source: ExampleSource,
  from: number,
  to: number,
): AsyncIterable<PackedBatch> =>
  workers.map<ExampleTask, PackedBatch>(workerModule('example-worker'), tasks(source, from, to));
