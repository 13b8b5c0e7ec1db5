import { SidError } from '@sid/core';
import * as tf from '@tensorflow/tfjs';
import type { Network } from '../network.ts';
import { initialWeights, type Weights } from '../parameter.ts';
import { createVariables } from '../variables.ts';
import { type RecordedPart, recordPart } from './part.ts';
import { partRandom, stepRandom } from './parts.ts';

/** Parts of a batch on their way through the network. */
export interface PartsTask {
  /** Running statistics among them. */
  readonly weights: Weights;
  readonly seed: number | string;
  /** Steps done before. */
  readonly count: number;
  readonly parts: readonly {
    /** Its place among all parts of the batch. */
    readonly part: number;
    readonly rows: number;
    /** What the network takes of these rows, one behind the other. */
    readonly input: Float32Array;
  }[];
}

/** What the backward pass of a part gives. */
export interface PartResult {
  /** By the network's names; none for what its outputs do not depend on. */
  readonly gradients: Weights;
  /** Running statistics after the part alone. */
  readonly statistics: Weights;
}

/**
 * Another process (or device) that has the same network. It keeps nothing from step to step: how many there are, and
 * which part is done where, changes no weight.
 */
export interface Replica {
  /** Resolves when the task has been handed over; outputs follow. Replaces a task whose backward pass never came. */
  forward(task: PartsTask): Promise<{ readonly outputs: Promise<readonly Float32Array[]> }>;
  /** @param slopes - of the loss with respect to the outputs of each part of the task */
  backward(slopes: readonly Float32Array[]): Promise<{ readonly results: Promise<readonly PartResult[]> }>;
}

/** What answers a `Replica` on its side. */
export interface ReplicaHost extends Disposable {
  forward(task: PartsTask): Promise<readonly Float32Array[]>;
  backward(slopes: readonly Float32Array[]): Promise<readonly PartResult[]>;
}

const read = async (tensors: ReadonlyMap<string, tf.Tensor>): Promise<Weights> =>
  new Map(
    await Promise.all(
      [...tensors].map(
        async ([name, tensor]): Promise<[string, Float32Array]> => [name, (await tensor.data()) as Float32Array],
      ),
    ),
  );

/** On the tfjs backend that is current. */
export const createReplicaHost = (network: Network): ReplicaHost => {
  const variables = createVariables(network.parameters, initialWeights(network.parameters, 0));
  const [input] = network.inputs;
  let pending: readonly RecordedPart[] = [];
  const letGo = (): void => {
    for (const part of pending) part[Symbol.dispose]();
    pending = [];
  };
  const load = (weights: Weights): void =>
    tf.tidy(() => {
      for (const [name, variable] of variables) {
        const values = weights.get(name);
        if (values?.length !== variable.size)
          throw new SidError('SID_WEIGHTS_INVALID', `A replica was given no ${name}.`);
        variable.assign(tf.tensor(values, variable.shape));
      }
    });
  return {
    forward: async ({ weights, seed, count, parts }) => {
      letGo();
      load(weights);
      const random = stepRandom(seed, count);
      pending = parts.map(({ part, rows, input: values }) =>
        recordPart(
          (pass) => network.forward([tf.tensor(values, [rows, ...(input?.shape ?? [])])], pass)[0] as tf.Tensor,
          variables,
          partRandom(random, part),
        ),
      );
      return Promise.all(pending.map(async ({ outputs }) => (await outputs.data()) as Float32Array));
    },
    backward: async (slopes) => {
      const results: PartResult[] = [];
      for (const [i, part] of pending.entries()) {
        const dy = tf.tensor(slopes[i] ?? [], part.outputs.shape);
        const gradients = part.backward(dy);
        dy.dispose();
        results.push({ gradients: await read(gradients), statistics: await read(part.statistics) });
        tf.dispose([...gradients.values()]);
      }
      letGo();
      return results;
    },
    [Symbol.dispose]: () => {
      letGo();
      for (const variable of variables.values()) variable.dispose();
    },
  };
};
