import type { Random } from '@sid/core';
import * as tf from '@tensorflow/tfjs';
import { createPass, type Pass } from '../pass.ts';
import { cachedGradients } from './cached-gradient.ts';
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

/**
 * Loss, gradients and new running statistics of a batch; no variable is changed.
 *
 * @param microBatch - rows at once, by cached gradients; all of them where absent
 */
export const directionOf = (
  objective: Objective,
  store: TrainingStore,
  random: Random,
  microBatch: number = objective.rows,
): Direction => {
  const gradients = createSums();
  const statistics = createSums();
  const work = { objective, store, random, gradients, statistics };
  try {
    const loss = microBatch >= objective.rows ? atOnce(work) : cachedGradients(work, microBatch);
    return { loss, gradients: gradients.values, statistics: statistics.values };
  } catch (error) {
    gradients.dispose();
    statistics.dispose();
    throw error;
  }
};
