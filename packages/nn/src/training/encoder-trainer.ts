import { type Loss, SidError, type TrainingBatch } from '@sid/core';
import * as tf from '@tensorflow/tfjs';
import type { Network } from '../network.ts';
import { stackWindows } from '../windows.ts';
import type { Objective } from './gradient.ts';
import { createTrainingStore, type LossVariables } from './store.ts';
import { openTrainer, type Trainer, type TrainingOptions } from './trainer.ts';

export interface TrainerOptions extends TrainingOptions {
  readonly loss: Loss;
  /**
   * Rows that the network sees at once. Smaller than the batch, gradients are cached: memory is that of one part, time
   * about four thirds, and the loss still compares all rows. Batch norms use the statistics of each part, and running
   * statistics move once per step, by the mean over the parts.
   */
  readonly microBatch?: number;
}

/** Batches as `Pairing` makes them: one window and one view each row. */
const embeddingObjective = (network: Network, loss: Loss, { windows, views }: TrainingBatch): Objective => {
  const [rows = 0, cols = 0] = network.inputs[0]?.shape ?? [];
  if (windows.length === 0 || windows.length !== views.length)
    throw new SidError('SID_BATCH_UNFIT', `The batch has ${windows.length} windows and ${views.length} views.`);
  return {
    rows: windows.length,
    forward: (chosen, pass) => {
      const part = chosen.flatMap((row) => windows[row] ?? []);
      const x = tf.tensor3d(stackWindows(part, rows, cols), [part.length, rows, cols]);
      return network.forward([x], pass)[0] as tf.Tensor;
    },
    loss: (embeddings, order) =>
      loss.compute(
        embeddings,
        order.flatMap((row) => views[row] ?? []),
      ) as tf.Tensor,
  };
};

/**
 * Trains the network of an encoder. Everything random derives from `seed` and the number of the step, so that a run
 * that was resumed is the run that was not disturbed.
 */
export const createTrainer = (options: TrainerOptions): Trainer => {
  const { network, loss, microBatch } = options;
  const lossVariables = loss.variables as LossVariables;
  const store = createTrainingStore({ ...options, parameters: network.parameters, lossVariables });
  return openTrainer(options, store, (batch) => ({
    objective: embeddingObjective(network, loss, batch),
    ...(microBatch === undefined ? {} : { microBatch }),
  }));
};
