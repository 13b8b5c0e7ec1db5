import { type Component, SidError, tokens, type WeightsStore } from '@sid/core';
import type { PairReport, Replica, Trainer, TrainerOptions, Weights } from '@sid/nn';
import type { ExampleTask } from './example-worker.ts';
import type { Split } from './held-back.ts';
import { type PackedBatch, unpackBatch } from './packed-batch.ts';
import type { TrainingParts } from './training-parts.ts';
import type { TrainingWorkspace } from './training-workspace.ts';
import { embedder, queryTasks, type ValidationTask, validate } from './validation.ts';
import { workerModule } from './worker-module.ts';

/** What is trained, and how it is validated. */
export interface Course extends Disposable {
  readonly trainer: Trainer;
  /** The metric that the best weights have most of. */
  readonly metric: string;
  /** @returns metric → value, by the weights at this moment */
  validate(): Promise<Readonly<Record<string, number>>>;
}

interface Weighted {
  readonly registered: { readonly component: Component };
  readonly options: unknown;
}

/** Weights of that name, checked against the component and its options. */
const named = async (store: WeightsStore, name: string, { registered, options: all }: Weighted): Promise<Weights> => {
  const { weights: _, ...options } = all as Readonly<Record<string, unknown>>;
  return (await store.open(name, { architecture: registered.component.name, options })).load();
};

const optionsOf = async (
  { config, wiring }: TrainingWorkspace,
  { network, trained }: TrainingParts,
): Promise<Omit<TrainerOptions, 'loss' | 'microBatch' | 'parts' | 'replicas'>> => {
  const { optimiser, clipNorm, ema, seed, from } = config;
  const { learningRate: _, ...rule } = optimiser;
  const { initialWeights } = await import('@sid/nn');
  return {
    network,
    weights:
      from === undefined
        ? initialWeights(network.parameters, seed)
        : await named(await wiring.resolve(tokens.weights), from, trained),
    optimiser: rule,
    seed,
    ...(clipNorm === undefined ? {} : { clipNorm }),
    ...(ema === undefined ? {} : { emaDecay: ema }),
  };
};

const taskOf = ({ config }: TrainingWorkspace, { examples }: TrainingParts, { heldBack }: Split): ValidationTask => {
  const { songs, ...rest } = config.validation;
  return { ...rest, settings: examples, songs: heldBack.slice(0, songs) };
};

const encoderCourse = async (
  workspace: TrainingWorkspace,
  parts: TrainingParts,
  split: Split,
  loss: NonNullable<TrainingParts['loss']>,
  replicas: readonly Replica[],
): Promise<Course> => {
  const { network } = parts;
  const { micro, parts: divided } = workspace.config.batch;
  const { createTrainer, openNetwork } = await import('@sid/nn');
  const trainer = createTrainer({
    ...(await optionsOf(workspace, parts)),
    loss: await loss(),
    replicas,
    ...(micro === undefined ? {} : { microBatch: micro }),
    ...(divided === undefined ? {} : { parts: divided }),
  });
  const task = taskOf(workspace, parts, split);
  return {
    trainer,
    metric: task.metric,
    validate: async () => {
      await using session = openNetwork(network, await trainer.weights());
      const [input, output] = [network.inputs[0]?.name ?? '', network.outputs[0]?.name ?? ''];
      return await validate(workspace.workers, task, embedder(session, input, output));
    },
    [Symbol.dispose]: () => trainer[Symbol.dispose](),
  };
};

const mean = (reports: readonly PairReport[], of: (report: PairReport) => number): number =>
  reports.reduce((sum, report) => sum + of(report), 0) / Math.max(1, reports.length);

const rerankerCourse = async (workspace: TrainingWorkspace, parts: TrainingParts, split: Split): Promise<Course> => {
  const { encoder } = parts;
  const { weights } = encoder.part.options as { readonly weights?: string };
  if (weights === undefined) {
    throw new SidError(
      'SID_METHOD_UNFIT',
      'A re-ranker is trained on an encoder that was trained before: name its weights, encoder: { with: { weights: TAG } }.',
    );
  }
  const task = taskOf(workspace, parts, split);
  const { negatives } = workspace.config.pairs;
  if (2 * task.songs.length - 2 < negatives) {
    throw new SidError(
      'SID_SONGS_UNFIT',
      `A re-ranker is validated with ${negatives} negatives of each query, and ${task.songs.length} held-back songs have too few: add songs, or lower pairs.negatives.`,
    );
  }
  const store = await workspace.wiring.resolve(tokens.weights);
  const { createPairTrainer } = await import('@sid/nn');
  const trainer = createPairTrainer({
    ...(await optionsOf(workspace, parts)),
    ...workspace.config.pairs,
    encoder: { network: encoder.network, weights: await named(store, weights, encoder.part) },
  });
  const tasks = queryTasks(task);
  return {
    trainer,
    metric: 'PairAccuracy',
    validate: async () => {
      const reports: PairReport[] = [];
      const batches = workspace.workers.map<ExampleTask, PackedBatch>(workerModule('example-worker'), tasks);
      for await (const batch of batches) {
        // The last group may be too small: each query needs so many rows besides itself and its reference.
        if (batch.views.length - 2 >= negatives) reports.push(await trainer.evaluate(unpackBatch(batch)));
      }
      const [positive, negative] = [mean(reports, (each) => each.positives), mean(reports, (each) => each.negatives)];
      return { PairAccuracy: (positive + negative) / 2, positives: positive, negatives: negative };
    },
    [Symbol.dispose]: () => trainer[Symbol.dispose](),
  };
};

/**
 * The encoder with its loss, or a re-ranker on an encoder. Allocates on the tfjs backend that is current.
 *
 * @param replicas - of the encoder's network
 */
export const openCourse = (
  workspace: TrainingWorkspace,
  parts: TrainingParts,
  split: Split,
  replicas: readonly Replica[],
): Promise<Course> =>
  parts.loss === undefined
    ? rerankerCourse(workspace, parts, split)
    : encoderCourse(workspace, parts, split, parts.loss, replicas);
