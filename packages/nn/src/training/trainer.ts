import { SidError, type TrainingBatch } from '@sid/core';
import * as tf from '@tensorflow/tfjs';
import { peek, readsCheaply } from '../kernels/kernel.ts';
import type { Network } from '../network.ts';
import type { Weights } from '../parameter.ts';
import { type Direction, directionOf, type Objective, type Passage } from './gradient.ts';
import type { OptimiserOptions } from './optimiser.ts';
import { stepRandom } from './parts.ts';
import type { TrainingState, TrainingStore } from './store.ts';

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

export interface StepReport {
  readonly loss: number;
  /** Length of the network's gradient before clipping. */
  readonly gradientNorm: number;
  /** What the loss itself learns, after the step. */
  readonly lossVariables: Readonly<Record<string, number>>;
}

/** A training between two steps. It lives on the tfjs backend that was current when it was created. */
export interface Trainer extends Disposable {
  /** Steps done. */
  readonly count: number;
  /**
   * @throws SidError SID_TRAINING_FAILED where loss or gradient is not finite: nothing has changed then, and the batch
   * can be looked at. SID_BATCH_UNFIT where loss and batch do not fit.
   */
  step(batch: TrainingBatch, learningRate: number): Promise<StepReport>;
  /** The weights so far, running statistics among them; their moving means where those are kept. */
  weights(): Promise<Weights>;
  /** All that the next step depends on. The same steps after `restore` give the same weights to the last bit. */
  state(): Promise<TrainingState>;
  /** @throws SidError SID_TRAINING_FAILED where the state is not one of this training */
  restore(state: TrainingState): void;
}

/** Small tensors are read where that is cheap: two operations for each of a hundred take longer. */
const lengthOf = (gradients: readonly tf.Tensor[]): tf.Scalar => {
  const isRead = ({ size }: tf.Tensor): boolean => size < 65_536 && readsCheaply();
  let sum = 0;
  for (const gradient of gradients.filter(isRead)) {
    const values = peek(gradient);
    // A loop over values by their iterator takes several times as long.
    for (let i = 0; i < values.length; i++) sum += (values[i] ?? 0) * (values[i] ?? 0);
  }
  const others = gradients.filter((gradient) => !isRead(gradient));
  return tf.sqrt(tf.addN([tf.scalar(sum), ...others.map((gradient) => tf.sum<tf.Scalar>(tf.square(gradient)))]));
};

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

/** What is worked on in one step. */
interface Task {
  readonly objective: Objective;
  readonly passage?: Passage;
  /** Told when nothing of it is needed any more. */
  dispose?(): void;
}

/** What trainers of any kind have in common; `taskOf` makes of a batch what is asked of the network. */
export const openTrainer = (
  { clipNorm, seed }: Pick<TrainingOptions, 'clipNorm' | 'seed'>,
  store: TrainingStore,
  taskOf: (batch: TrainingBatch) => Task | Promise<Task>,
): Trainer => {
  const lossVariables = async (): Promise<StepReport['lossVariables']> => {
    const variables = [...store.trained].filter(([name]) => name.startsWith('loss/'));
    const entries = variables.map(
      async ([name, variable]) => [name.slice('loss/'.length), (await variable.data())[0] ?? Number.NaN] as const,
    );
    return Object.fromEntries(await Promise.all(entries));
  };
  const advance = async (direction: Direction, learningRate: number): Promise<StepReport> => {
    const norms = await measure(direction);
    checkFinite(norms, store.count);
    tf.tidy(() => {
      const gradients = clipped(direction.gradients, norms.network, clipNorm);
      store.apply({ gradients, statistics: direction.statistics, learningRate });
    });
    return { loss: norms.loss, gradientNorm: norms.network, lossVariables: await lossVariables() };
  };
  return {
    get count() {
      return store.count;
    },
    step: async (batch, learningRate) => {
      const { objective, passage, dispose } = await taskOf(batch);
      try {
        const direction = await directionOf(objective, store, stepRandom(seed, store.count), passage);
        const { loss, gradients, statistics } = direction;
        return await advance(direction, learningRate).finally(() =>
          tf.dispose([loss, ...gradients.values(), ...statistics.values()]),
        );
      } finally {
        dispose?.();
      }
    },
    weights: () => store.weights(),
    state: () => store.state(),
    restore: (state) => store.restore(state),
    [Symbol.dispose]: () => store.dispose(),
  };
};
