import * as tf from '@tensorflow/tfjs';
import { peek, readsCheaply } from './kernel.ts';

/**
 * (1 − share)·old + share·fresh in the shape of `old`: one step of a moving mean. In a loop where reading is cheap:
 * a few dozen numbers cost less than the operations they would take.
 */
export const mixed = (old: tf.Tensor, fresh: tf.Tensor, share: number): tf.Tensor => {
  if (!readsCheaply()) return tf.add(tf.mul(old, 1 - share), tf.mul(fresh.reshape(old.shape), share));
  const [before, now] = [peek(old), peek(fresh)];
  const values = new Float32Array(before.length);
  for (let i = 0; i < values.length; i++) values[i] = (1 - share) * (before[i] ?? 0) + share * (now[i] ?? 0);
  return tf.tensor(values, old.shape);
};
