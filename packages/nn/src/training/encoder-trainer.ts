import { type Loss, SidError, type TrainingBatch } from '@sid/core';
import * as tf from '@tensorflow/tfjs';
import type { Network } from '../network.ts';
import { stackWindows } from '../windows.ts';
import type { Objective } from './gradient.ts';
import type { Replica } from './replica.ts';
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
  /**
   * Parts in which a batch passes through the network side by side, where there are replicas, else one after the other;
   * 1 where absent. Batch norms and running statistics as with `microBatch`, in whose place this is. The weights depend
   * on the number of parts, not on that of replicas.
   */
  readonly parts?: number;
  /** What does parts besides this process; none where absent. */
  readonly replicas?: readonly Replica[];
}

/** Batches as `Pairing` makes them: one window and one view each row. */
const embeddingObjective = (network: Network, loss: Loss, { windows, views }: TrainingBatch): Objective => {
  const [rows = 0, cols = 0] = network.inputs[0]?.shape ?? [];
  if (windows.length === 0 || windows.length !== views.length)
    throw new SidError('SID_BATCH_UNFIT', `The batch has ${windows.length} windows and ${views.length} views.`);
  const input = (chosen: readonly number[]): Float32Array =>
    stackWindows(
      chosen.flatMap((row) => windows[row] ?? []),
      rows,
      cols,
    );
  return {
    rows: windows.length,
    input,
    forward: (chosen, pass) =>
      network.forward([tf.tensor3d(input(chosen), [chosen.length, rows, cols])], pass)[0] as tf.Tensor,
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
  const { network, loss, microBatch, parts = 1, replicas = [], seed } = options;
  const lossVariables = loss.variables as LossVariables;
  const store = createTrainingStore({ ...options, parameters: network.parameters, lossVariables });
  return openTrainer(options, store, (batch) => ({
    objective: embeddingObjective(network, loss, batch),
    passage: {
      ...(microBatch === undefined ? {} : { microBatch }),
      ...(parts > 1 ? { division: { parts, replicas, seed } } : {}),
    },
  }));
};
