import * as tf from '@tensorflow/tfjs';
import { hasKernel } from './kernel.ts';

/** Mean over some axes, one after the other: sums of sums lose less in single precision than one long sum. */
const meanOver = (x: tf.Tensor, axes: readonly number[]): tf.Tensor =>
  [...axes].sort((a, b) => b - a).reduce((value, axis) => tf.mean(value, axis, true), x);

export interface Standardisation {
  /** Over which mean and variance are taken, none of them the last; they stay with length 1. */
  readonly axes: readonly number[];
  readonly epsilon: number;
  /** Told mean and unbiased variance, which are gone when it returns. */
  readonly see?: (mean: tf.Tensor, variance: tf.Tensor) => void;
}

interface Forward {
  readonly value: tf.Tensor;
  readonly saved: tf.Tensor[];
  readonly mean: tf.Tensor;
  /** Unbiased. */
  variance(): tf.Tensor;
}

const forward = (x: tf.Tensor, gain: tf.Tensor, bias: tf.Tensor, { axes, epsilon }: Standardisation): Forward => {
  const mean = meanOver(x, axes);
  const centred = tf.sub(x, mean);
  const variance = meanOver(tf.square(centred), axes);
  const inverse = tf.rsqrt(tf.add(variance, epsilon));
  const value = tf.add(tf.mul(centred, tf.mul(inverse, gain)), bias);
  const count = x.size / mean.size;
  const unbiased = () => tf.mul(variance, count / Math.max(1, count - 1));
  return { value, saved: [centred, inverse, gain], mean, variance: unbiased };
};

/** With ŷ = centred·inverse: dx = gain·inverse·(dy − mean(dy) − ŷ·mean(dy·ŷ)), d gain = Σ dy·ŷ, d bias = Σ dy. */
const backward = (dy: tf.Tensor, saved: readonly tf.Tensor[], axes: readonly number[]): tf.Tensor[] => {
  const [centred, inverse, gain] = saved as [tf.Tensor, tf.Tensor, tf.Tensor];
  const shift = meanOver(dy, axes);
  const slope = tf.mul(meanOver(tf.mul(dy, centred), axes), inverse);
  const factor = tf.mul(inverse, gain);
  const back = tf.add(tf.mul(centred, tf.mul(slope, inverse)), shift);
  const summed = (mean: tf.Tensor): tf.Tensor =>
    tf.mul(tf.sum(mean.reshape([-1, gain.size]), 0), dy.size / mean.size).reshape(gain.shape);
  return [tf.mul(tf.sub(dy, back), factor), summed(slope), summed(shift)];
};

/** A backend's own kernels give y, mean, unbiased variance and whatever their gradient wants to see again. */
const ownForward = (x: tf.Tensor, gain: tf.Tensor, bias: tf.Tensor, epsilon: number): Forward => {
  const outputs = tf.engine().runKernel('SidBatchNorm', { x, gain, bias }, { epsilon }) as unknown as tf.Tensor[];
  const [value, mean, variance, ...rest] = outputs as [tf.Tensor, tf.Tensor, tf.Tensor, ...tf.Tensor[]];
  return { value, saved: [x, gain, ...rest], mean, variance: () => variance };
};

const ownBackward = (dy: tf.Tensor, saved: readonly tf.Tensor[], epsilon: number): tf.Tensor[] => {
  const [x, gain, ...rest] = saved as [tf.Tensor, tf.Tensor, ...tf.Tensor[]];
  const inputs = Object.fromEntries(rest.map((tensor, i) => [`saved${i}`, tensor]));
  return tf.engine().runKernel('SidBatchNormGrad', { dy, x, gain, ...inputs }, { epsilon }) as unknown as tf.Tensor[];
};

/**
 * gain·(x − mean) / √(variance + epsilon) + bias, with mean and variance over some axes, and a gradient in one formula
 * instead of a dozen taped steps. Gain and bias have the length of the last axis.
 */
export const standardise = <T extends tf.Tensor>(
  x: T,
  gain: tf.Tensor,
  bias: tf.Tensor,
  options: Standardisation,
): T => {
  const { axes, epsilon, see } = options;
  const own = x.rank === 4 && axes.length === 3 && hasKernel('SidBatchNorm');
  return tf.customGrad((...given) => {
    const [input, scale, shift, save] = given as unknown as [tf.Tensor, tf.Tensor, tf.Tensor, tf.GradSaveFunc];
    const made = own ? ownForward(input, scale, shift, epsilon) : forward(input, scale, shift, options);
    save(made.saved);
    see?.(made.mean, made.variance());
    return {
      value: made.value,
      gradFunc: (dy, saved) =>
        own ? ownBackward(dy, saved as tf.Tensor[], epsilon) : backward(dy, saved as tf.Tensor[], axes),
    };
  })(x, gain, bias) as T;
};
