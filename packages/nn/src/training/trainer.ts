import { createRandom, type Loss, SidError, type TrainingBatch } from '@sid/core';
import * as tf from '@tensorflow/tfjs';
import type { Network } from '../network.ts';
import type { Weights } from '../parameter.ts';
import { stackWindows } from '../windows.ts';
import { type Direction, directionOf, type Objective } from './gradient.ts';
import type { OptimiserOptions } from './optimiser.ts';
import { createTrainingStore, type TrainingState, type TrainingStore } from './store.ts';

export interface TrainingOptions {
  readonly network: Network;
  /** What training starts from: `initialWeights`, or those of another training. */
  readonly weights: Weights;
  readonly optimiser: OptimiserOptions;
  /** Gradients of the network longer than this, all of them as one vector, are made as long as this. */
  readonly clipNorm?: number;
  /** Keeps a moving mean of the weights with this decay; shorter in the first steps (count / (count + 9)). */
  readonly emaDecay?: number;
  /** Of everything that is random in the network: it depends on seed and step alone. */
  readonly seed: number | string;
}

export interface TrainerOptions extends TrainingOptions {
  readonly loss: Loss;
  /**
   * Rows that the network sees at once. Smaller than the batch, gradients are cached: memory is that of one part, time
   * about four thirds, and the loss still compares all rows. Batch norms use the statistics of each part, and running
   * statistics move once per step, by the mean over the parts.
   */
  readonly microBatch?: number;
}

export interface StepReport {
  readonly loss: number;
  /** Length of the network's gradient before clipping. */
  readonly gradientNorm: number;
  /** What the loss itself learns, after the step. */
  readonly lossVariables: Readonly<Record<string, number>>;
}

/** A training between two steps. It lives on the tfjs backend that was current when it was created. */
export interface Trainer<Batch = TrainingBatch> extends Disposable {
  /** Steps done. */
  readonly count: number;
  /**
   * @throws SidError SID_TRAINING_FAILED where loss or gradient is not finite: nothing has changed then, and the batch
   * can be looked at. SID_BATCH_UNFIT where loss and batch do not fit.
   */
  step(batch: Batch, learningRate: number): Promise<StepReport>;
  /** The weights so far, running statistics among them; their moving means where those are kept. */
  weights(): Promise<Weights>;
  /** All that the next step depends on. The same steps after `restore` give the same weights to the last bit. */
  state(): Promise<TrainingState>;
  /** @throws SidError SID_TRAINING_FAILED where the state is not one of this training */
  restore(state: TrainingState): void;
}

const lengthOf = (gradients: readonly tf.Tensor[]): tf.Scalar =>
  tf.sqrt(tf.addN([tf.scalar(0), ...gradients.map((gradient) => tf.sum<tf.Scalar>(tf.square(gradient)))]));

interface Norms {
  readonly loss: number;
  readonly network: number;
  readonly ofLoss: number;
}

const measure = async ({ loss, gradients }: Direction): Promise<Norms> => {
  const found = tf.tidy(() => {
    const of = (start: string) => [...gradients].flatMap(([name, value]) => (name.startsWith(start) ? [value] : []));
    return tf.stack([loss.reshape([]), lengthOf(of('network/')), lengthOf(of('loss/'))]);
  });
  const [value = 0, network = 0, ofLoss = 0] = await found.data();
  found.dispose();
  return { loss: value, network, ofLoss };
};

const checkFinite = ({ loss, network, ofLoss }: Norms, count: number): void => {
  if ([loss, network, ofLoss].every(Number.isFinite)) return;
  const what = Number.isFinite(loss) ? `the gradient of a loss of ${loss}` : `the loss (${loss})`;
  throw new SidError(
    'SID_TRAINING_FAILED',
    `In step ${count + 1}, ${what} is not a finite number; nothing was changed.`,
    {
      suggestions: [
        'Lower the learning rate, clip gradients, or look at the batch: silence, or a value that is not one.',
      ],
    },
  );
};

/** Gradients of the network, no longer together than `clipNorm`. Those of the loss stay as they are. */
const clipped = (
  gradients: Direction['gradients'],
  norm: number,
  clipNorm: number | undefined,
): Direction['gradients'] =>
  clipNorm === undefined || norm <= clipNorm
    ? gradients
    : new Map(
        [...gradients].map(([name, value]) => [
          name,
          name.startsWith('network/') ? tf.mul(value, clipNorm / norm) : value,
        ]),
      );

/** What trainers of any kind of batch have in common. */
const createTrainerOf = <Batch>(
  options: TrainingOptions,
  lossVariables: Readonly<Record<string, tf.Variable>>,
  objective: (batch: Batch) => { readonly objective: Objective; readonly microBatch?: number },
): Trainer<Batch> => {
  const { network, clipNorm, seed, ...rest } = options;
  const store: TrainingStore = createTrainingStore({ ...rest, parameters: network.parameters, lossVariables });
  const random = createRandom(seed);
  const values = async (): Promise<Readonly<Record<string, number>>> => {
    const entries = Object.entries(lossVariables).map(
      async ([name, variable]) => [name, (await variable.data())[0] ?? Number.NaN] as const,
    );
    return Object.fromEntries(await Promise.all(entries));
  };
  return {
    get count() {
      return store.count;
    },
    step: async (batch, learningRate) => {
      const { objective: asked, microBatch } = objective(batch);
      const direction = directionOf(asked, store, random.fork(`step ${store.count}`), microBatch);
      try {
        const norms = await measure(direction);
        checkFinite(norms, store.count);
        tf.tidy(() => {
          const gradients = clipped(direction.gradients, norms.network, clipNorm);
          store.apply({ gradients, statistics: direction.statistics, learningRate });
        });
        return { loss: norms.loss, gradientNorm: norms.network, lossVariables: await values() };
      } finally {
        tf.dispose([direction.loss, ...direction.gradients.values(), ...direction.statistics.values()]);
      }
    },
    weights: () => store.weights(),
    state: () => store.state(),
    restore: (state) => store.restore(state),
    [Symbol.dispose]: () => store.dispose(),
  };
};

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
  const { loss, microBatch, ...rest } = options;
  return createTrainerOf<TrainingBatch>(rest, loss.variables as Readonly<Record<string, tf.Variable>>, (batch) => ({
    objective: embeddingObjective(rest.network, loss, batch),
    ...(microBatch === undefined ? {} : { microBatch }),
  }));
};
