import type { Random } from '@sid/core';
import * as tf from '@tensorflow/tfjs';
import { createPass, type Pass } from '../pass.ts';
import { cachedGradients } from './cached-gradient.ts';
import { type Division, dividedGradients } from './divided-gradient.ts';
import type { TrainingStore } from './store.ts';
import { createSums, gradientsOf, type Sums } from './tape.ts';

/** What one batch says about a training: to be disposed of by whoever asked for it. */
export interface Direction {
  readonly loss: tf.Tensor;
  /** By the names of `store.trained`; none for what the loss does not depend on. */
  readonly gradients: ReadonlyMap<string, tf.Tensor>;
  /** New running statistics, by the network's names. */
  readonly statistics: ReadonlyMap<string, tf.Tensor>;
}

/** A batch as seen from the gradient: outputs of the network, and what the loss makes of all of them. */
export interface Objective {
  readonly rows: number;
  /** Runs the network over some rows. Within a tidy; by cached gradients twice for the same rows. */
  forward(rows: readonly number[], pass: Pass): tf.Tensor;
  /** What the network takes of some rows, where that can be given to another process. */
  input?(rows: readonly number[]): Float32Array;
  /** A scalar of what `forward` gave for all rows, in the order given. */
  loss(outputs: tf.Tensor, rows: readonly number[]): tf.Tensor;
}

/** What is needed to work on one step, and where its results go. */
export interface Work {
  readonly objective: Objective;
  readonly store: TrainingStore;
  /** Of this step. */
  readonly random: Random;
  readonly gradients: Sums;
  readonly statistics: Sums;
}

const atOnce = ({ objective, store, random, gradients, statistics }: Work): tf.Tensor =>
  tf.tidy(() => {
    const rows = Array.from({ length: objective.rows }, (_, row) => row);
    const update: Pass['update'] = (name, value) => statistics.add(name, value);
    const pass = createPass(store.variables, { training: true, random, update });
    const variables = [...store.trained.values()];
    const { value, grads } = gradientsOf(() => objective.loss(objective.forward(rows, pass), rows), variables);
    gradients.addAll([...store.trained.keys()], grads);
    return value;
  });

/** How a batch passes through the network: all rows at once where nothing is said. */
export interface Passage {
  /** Rows at once, by cached gradients. */
  readonly microBatch?: number;
  /** Parts side by side. */
  readonly division?: Division;
}

const lossOf = async (work: Work, { microBatch = work.objective.rows, division }: Passage): Promise<tf.Tensor> => {
  if (division !== undefined && division.parts > 1) return dividedGradients(work, division);
  return microBatch >= work.objective.rows ? atOnce(work) : cachedGradients(work, microBatch);
};

/** Loss, gradients and new running statistics of a batch; no variable is changed. */
export const directionOf = async (
  objective: Objective,
  store: TrainingStore,
  random: Random,
  passage: Passage = {},
): Promise<Direction> => {
  const gradients = createSums();
  const statistics = createSums();
  try {
    const loss = await lossOf({ objective, store, random, gradients, statistics }, passage);
    return { loss, gradients: gradients.values, statistics: statistics.values };
  } catch (error) {
    gradients.dispose();
    statistics.dispose();
    throw error;
  }
};
