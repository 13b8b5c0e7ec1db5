import * as tf from '@tensorflow/tfjs';

/**
 * f(x), which gradients take for a constant: choices and masks that depend on x. tfjs has no such operation of its own,
 * and has no gradient for most of what choices are made with (comparisons, argMin).
 */
export const constantOf = <T extends tf.Tensor>(f: (x: tf.Tensor) => T, x: tf.Tensor): T =>
  tf.customGrad((input) => {
    const { shape } = input as tf.Tensor;
    return { value: f(input as tf.Tensor), gradFunc: () => tf.zeros(shape) };
  })(x) as T;
