import type { Random } from '@sid/core';
import * as tf from '@tensorflow/tfjs';
import { createPass, type Pass } from '../pass.ts';
import type { Variables } from '../variables.ts';
import { createSums, record } from './tape.ts';

/** Rows that went through the network and wait for the gradient of what came out. */
export interface RecordedPart extends Disposable {
  readonly outputs: tf.Tensor;
  /** New running statistics, by the network's names. */
  readonly statistics: ReadonlyMap<string, tf.Tensor>;
  /** Once. By the network's names; to be disposed of by whoever asked for them. */
  backward(dy: tf.Tensor): ReadonlyMap<string, tf.Tensor>;
}

export const recordPart = (forward: (pass: Pass) => tf.Tensor, variables: Variables, random: Random): RecordedPart => {
  const statistics = createSums();
  const update: Pass['update'] = (name, value) => statistics.add(name, value);
  const recorded = record(() => forward(createPass(variables, { training: true, random, update })));
  const trained = [...variables].filter(([, variable]) => variable.trainable);
  return {
    outputs: recorded.value,
    statistics: statistics.values,
    backward: (dy) => {
      const values = trained.map(([, variable]) => variable);
      const grads = tf.tidy(() => recorded.backward(values, dy).map((grad) => grad ?? null) as tf.Tensor[]);
      return new Map(trained.flatMap(([name], i) => (grads[i] ? [[name, grads[i]] as const] : [])));
    },
    [Symbol.dispose]: () => {
      recorded[Symbol.dispose]();
      statistics.dispose();
    },
  };
};
