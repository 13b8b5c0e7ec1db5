import * as tf from '@tensorflow/tfjs';
import type { Parameter } from '../parameter.ts';
import type { Pass } from '../pass.ts';
import { fanIn } from './conv.ts';

const parts = ['query', 'key', 'value'] as const;

export interface Attention {
  readonly parameters: readonly Parameter[];
  /** `query` `[batch, n, channels]` attends to `memory` `[batch, m, channels]`. */
  apply(query: tf.Tensor3D, memory: tf.Tensor3D, pass: Pass): tf.Tensor3D;
  /** What attention starts with, `[batch, n, channels]` again: it can be kept where one side meets many others. */
  project(part: (typeof parts)[number], x: tf.Tensor3D, pass: Pass): tf.Tensor3D;
  /**
   * The mean over n of what `apply` gives, `[batch, channels]`, where all items attend to one memory: projected queries
   * `[batch, n, channels]`, key and value `[m, channels]`.
   */
  mean(query: tf.Tensor3D, key: tf.Tensor2D, value: tf.Tensor2D, pass: Pass): tf.Tensor2D;
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
  const linear = (x: tf.Tensor, weight: tf.Tensor2D, bias: tf.Tensor): tf.Tensor2D =>
    tf.add(tf.matMul(x.reshape([-1, channels]), weight, false, true), bias);
  const project: Attention['project'] = (part, x, pass) => {
    const i = parts.indexOf(part);
    const weight = tf.split(pass.parameter(`${at}.inWeight`) as tf.Tensor2D, 3, 0)[i] as tf.Tensor2D;
    const bias = tf.split(pass.parameter(`${at}.inBias`) as tf.Tensor1D, 3, 0)[i] as tf.Tensor1D;
    return linear(x, weight, bias).reshape([-1, x.shape[1], channels]);
  };
  const output = (x: tf.Tensor, pass: Pass): tf.Tensor2D =>
    linear(x, pass.parameter(`${at}.outWeight`) as tf.Tensor2D, pass.parameter(`${at}.outBias`));
  const weighing = <T extends tf.Tensor>(q: T, k: T): T =>
    tf.softmax(tf.mul(tf.matMul(q, k, false, true), 1 / Math.sqrt(width)));
  return {
    parameters: [
      { name: `${at}.inWeight`, shape: [3 * channels, channels], trained: true, initial: fanIn(channels) },
      { name: `${at}.inBias`, shape: [3 * channels], trained: true, initial: zero },
      { name: `${at}.outWeight`, shape: [channels, channels], trained: true, initial: fanIn(channels) },
      { name: `${at}.outBias`, shape: [channels], trained: true, initial: zero },
    ],
    project,
    apply: (query, memory, pass) => {
      const [q, k, v] = parts.map((part, i) => {
        const y = project(part, i === 0 ? query : memory, pass);
        return tf.transpose(y.reshape([-1, y.shape[1], heads, width]), [0, 2, 1, 3]);
      }) as [tf.Tensor4D, tf.Tensor4D, tf.Tensor4D];
      const weights = weighing(q, k);
      pass.see(`${at}.weights`, weights);
      const mixed = tf.transpose(tf.matMul(weights, v), [0, 2, 1, 3]).reshape([-1, query.shape[1], channels]);
      const y = output(mixed, pass).reshape([-1, query.shape[1], channels]) as tf.Tensor3D;
      pass.see(at, y);
      return y;
    },
    // All items of the batch are rows of one product for each head; the output is linear, so its mean is that of the mean.
    mean: (query, key, value, pass) => {
      const n = query.shape[1];
      const [q, k, v] = [query, key, value].map((x) => tf.transpose(x.reshape([-1, heads, width]), [1, 0, 2])) as [
        tf.Tensor3D,
        tf.Tensor3D,
        tf.Tensor3D,
      ];
      const mixed = tf.transpose(tf.matMul(weighing(q, k), v), [1, 0, 2]).reshape([-1, n, channels]);
      return output(tf.mean(mixed, 1), pass);
    },
  };
};
