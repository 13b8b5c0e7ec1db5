import * as tf from '@tensorflow/tfjs';

/** Mean over some axes, one after the other: sums of sums lose less in single precision than one long sum. */
const meanOver = (x: tf.Tensor, axes: readonly number[]): tf.Tensor =>
  [...axes].sort((a, b) => b - a).reduce((value, axis) => tf.mean(value, axis, true), x);

/** Mean and biased variance over some axes, which stay with length 1. */
export const moments = (x: tf.Tensor, axes: readonly number[]): { mean: tf.Tensor; variance: tf.Tensor } => {
  const mean = meanOver(x, axes);
  return { mean, variance: meanOver(tf.square(tf.sub(x, mean)), axes) };
};

/**
 * (x − mean) / √(variance + epsilon) over some axes, with the gradient in one formula instead of eight taped steps:
 * dx = (dy − mean(dy) − y·mean(dy·y)) / √(variance + epsilon).
 */
export const standardise = <T extends tf.Tensor>(x: T, axes: readonly number[], epsilon: number): T =>
  tf.customGrad((input, save) => {
    const { mean, variance } = moments(input as tf.Tensor, axes);
    const inverse = tf.rsqrt(tf.add(variance, epsilon));
    const y = tf.mul(tf.sub(input as tf.Tensor, mean), inverse);
    (save as tf.GradSaveFunc)([y, inverse]);
    return {
      value: y,
      gradFunc: (dy, saved) => {
        const [value, scale] = saved as [tf.Tensor, tf.Tensor];
        const shift = meanOver(dy, axes);
        const slope = meanOver(tf.mul(dy, value), axes);
        return tf.mul(tf.sub(tf.sub(dy, shift), tf.mul(value, slope)), scale);
      },
    };
  })(x) as T;
