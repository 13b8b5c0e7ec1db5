import * as tf from '@tensorflow/tfjs';
import { asTensor, type Relations } from './relation.ts';

/** So far below every similarity that its exponential is 0. */
const never = -1e9;

/** Cosines of all rows with all rows, where rows have length 1. */
export const similarities = (z: tf.Tensor2D): tf.Tensor2D => tf.matMul(z, z, false, true);

/**
 * Cross-entropy of each row's positives among all other rows, positives included: the denominator keeps all
 * but the diagonal. Mean over a row's positives, then over the rows.
 *
 * @param logits - similarities over the temperature, `[rows, rows]`
 */
export const crossEntropy = (logits: tf.Tensor2D, { count, positives }: Relations): tf.Scalar => {
  const diagonal = new Float32Array(count * count);
  const shares = new Float32Array(count * count);
  for (let row = 0; row < count; row++) {
    diagonal[row * count + row] = never;
    const start = row * count;
    const found = positives.subarray(start, start + count).reduce((sum, one) => sum + one, 0);
    for (let i = start; i < start + count; i++) shares[i] = (positives[i] ?? 0) / (found * count);
  }
  const logProbability = tf.logSoftmax(tf.add(logits, asTensor(diagonal, count)));
  return tf.neg(tf.sum(tf.mul(logProbability, asTensor(shares, count))));
};
