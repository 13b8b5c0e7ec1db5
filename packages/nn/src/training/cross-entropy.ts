import * as tf from '@tensorflow/tfjs';
import { constantOf } from '../kernels/constant.ts';

/** Least value with all its digits in single precision. */
const tiny = 1.2e-38;

/** log p, no lower than −100, as PyTorch has it; without slope where p is 0. */
const boundedLog = (p: tf.Tensor): tf.Tensor => {
  const alive = constantOf((x) => tf.cast(tf.greater(x, tiny), 'float32'), p);
  const dead = tf.sub(1, alive);
  return tf.sub(tf.log(tf.add(tf.mul(p, alive), dead)), tf.mul(dead, 100));
};

/**
 * Binary cross-entropy as the re-ranker of Bhattacharjee et al. 2025 is trained: its mean over the positives, plus its
 * mean over the negatives, however many there are of each.
 *
 * @param probabilities - `[rows, 1]` or `[rows]`
 * @param labels - 1 or 0 for each
 */
export const binaryCrossEntropy = (probabilities: tf.Tensor, labels: readonly number[]): tf.Scalar => {
  const p = probabilities.flatten();
  const of = (label: number): tf.Tensor1D => {
    const count = labels.filter((each) => each === label).length;
    return tf.tensor1d(labels.map((each) => (each === label ? 1 / count : 0)));
  };
  const positive = tf.sum(tf.mul(boundedLog(p), of(1)));
  const negative = tf.sum(tf.mul(boundedLog(tf.sub(1, p)), of(0)));
  return tf.neg(tf.add(positive, negative));
};
