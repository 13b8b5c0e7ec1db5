import * as tf from '@tensorflow/tfjs';
import { similarities } from './contrast.ts';
import type { Triplets } from './mining.ts';

const [onlyPositives, onlyNegatives] = [0, 1].map(
  (which) =>
    (triplets: Triplets): tf.Tensor2D =>
      tf.slice(triplets, which, 1).reshape([triplets.shape[1], triplets.shape[2]]),
) as [(triplets: Triplets) => tf.Tensor2D, (triplets: Triplets) => tf.Tensor2D];

/** Mean of max(0, excess + margin) over the rows that have a triplet; 0 where none has. */
const hinge = (excess: tf.Tensor1D, triplets: Triplets, margin: number): tf.Scalar => {
  const has = tf.sum<tf.Tensor1D>(onlyNegatives(triplets), 1);
  const total = tf.sum(tf.mul(tf.relu(tf.add(excess, margin)), has));
  return tf.div(total, tf.maximum(tf.sum(has), 1));
};

/**
 * Euclidean distance of each row to the one chosen for it.
 *
 * @param epsilon - added to every component of the difference, as PyTorch's TripletMarginLoss does
 */
const distance = (z: tf.Tensor2D, choice: tf.Tensor2D, epsilon: number): tf.Tensor1D => {
  const difference = tf.add(tf.sub(z, tf.matMul(choice, z)), epsilon);
  // The root has no slope at 0, which equal rows would reach: the addend is below single precision for all others.
  return tf.sqrt(tf.add(tf.sum<tf.Tensor1D>(tf.square(difference), 1), 1e-14));
};

/** max(0, |a − p| − |a − n| + margin). */
export const distanceMargin = (z: tf.Tensor2D, triplets: Triplets, margin: number, epsilon = 0): tf.Scalar => {
  const near = distance(z, onlyPositives(triplets), epsilon);
  return hinge(tf.sub(near, distance(z, onlyNegatives(triplets), epsilon)), triplets, margin);
};

/** max(0, a·n − a·p + margin); `sign` −1 turns the difference round, as the public re-implementation has it. */
export const similarityMargin = (z: tf.Tensor2D, triplets: Triplets, margin: number, sign: 1 | -1): tf.Scalar => {
  const all = similarities(z);
  const at = (choice: tf.Tensor2D) => tf.sum<tf.Tensor1D>(tf.mul(all, choice), 1);
  const excess = tf.sub<tf.Tensor1D>(at(onlyNegatives(triplets)), at(onlyPositives(triplets)));
  return hinge(tf.mul(excess, sign), triplets, margin);
};
