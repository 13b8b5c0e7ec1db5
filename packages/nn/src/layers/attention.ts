import * as tf from '@tensorflow/tfjs';
import type { Parameter } from '../parameter.ts';
import type { Pass } from '../pass.ts';
import { fanIn } from './conv.ts';

export interface Attention {
  readonly parameters: readonly Parameter[];
  /** `query` `[batch, n, channels]` attends to `memory` `[batch, m, channels]`. */
  apply(query: tf.Tensor3D, memory: tf.Tensor3D, pass: Pass): tf.Tensor3D;
}

/**
 * Multi-head attention (Vaswani et al. 2017) with the parameters of PyTorch's: `at.inWeight` `[3·channels, channels]`
 * (query, key, value), `at.inBias`, `at.outWeight`, `at.outBias`. Weights are seen as `at.weights`
 * `[batch, heads, n, m]`, the result as `at`.
 */
export const multiHeadAttention = (
  at: string,
  { channels, heads }: { readonly channels: number; readonly heads: number },
): Attention => {
  const zero = { kind: 'constant', value: 0 } as const;
  const width = channels / heads;
  const project = (x: tf.Tensor3D, weight: tf.Tensor2D, bias: tf.Tensor): tf.Tensor2D =>
    tf.add(tf.matMul(x.reshape([-1, channels]), weight, false, true), bias);
  return {
    parameters: [
      { name: `${at}.inWeight`, shape: [3 * channels, channels], trained: true, initial: fanIn(channels) },
      { name: `${at}.inBias`, shape: [3 * channels], trained: true, initial: zero },
      { name: `${at}.outWeight`, shape: [channels, channels], trained: true, initial: fanIn(channels) },
      { name: `${at}.outBias`, shape: [channels], trained: true, initial: zero },
    ],
    apply: (query, memory, pass) => {
      const weights = tf.split(pass.parameter(`${at}.inWeight`) as tf.Tensor2D, 3, 0);
      const biases = tf.split(pass.parameter(`${at}.inBias`) as tf.Tensor1D, 3, 0);
      const [q, k, v] = [query, memory, memory].map((x, i) => {
        const y = project(x, weights[i] as tf.Tensor2D, biases[i] as tf.Tensor1D);
        return tf.transpose(y.reshape([-1, x.shape[1], heads, width]), [0, 2, 1, 3]);
      }) as [tf.Tensor4D, tf.Tensor4D, tf.Tensor4D];
      const weighing = tf.softmax(tf.mul(tf.matMul(q, k, false, true), 1 / Math.sqrt(width)));
      pass.see(`${at}.weights`, weighing);
      const mixed = tf.transpose(tf.matMul(weighing, v), [0, 2, 1, 3]).reshape([-1, query.shape[1], channels]);
      const y = project(
        mixed as tf.Tensor3D,
        pass.parameter(`${at}.outWeight`) as tf.Tensor2D,
        pass.parameter(`${at}.outBias`),
      ).reshape([-1, query.shape[1], channels]) as tf.Tensor3D;
      pass.see(at, y);
      return y;
    },
  };
};
