import * as tf from '@tensorflow/tfjs';
import '../kernels/relu.ts';

/** x below zero is multiplied by `slope`; kernels that every backend has a gradient for. */
export const leakyRelu = <T extends tf.Tensor>(x: T, slope: number): T =>
  tf.sub<T>(tf.relu(x), tf.mul(tf.relu(tf.neg(x)), slope));

/** x above zero, eˣ − 1 below (Clevert et al. 2016). */
export const elu = <T extends tf.Tensor>(x: T): T => tf.sub(tf.add<T>(tf.relu(x), tf.exp(tf.minimum(x, 0))), 1);

/** Rows of length 1: x / max(‖x‖, epsilon). */
export const unitRows = (x: tf.Tensor2D, epsilon: number): tf.Tensor2D =>
  tf.div(x, tf.maximum(tf.sqrt(tf.sum(tf.square(x), 1, true)), epsilon));
