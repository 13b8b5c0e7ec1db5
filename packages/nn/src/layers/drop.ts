import * as tf from '@tensorflow/tfjs';
import type { Pass } from '../pass.ts';

/** 0 with probability `rate`, else 1/(1 − rate), as a tensor of `shape`. */
const keep = (shape: readonly number[], rate: number, pass: Pass): tf.Tensor => {
  // A loop: `Float32Array.from` takes three times as long.
  const values = new Float32Array(shape.reduce((a, b) => a * b, 1));
  for (let i = 0; i < values.length; i++) values[i] = pass.random.next() < rate ? 0 : 1 / (1 - rate);
  return tf.tensor(values, [...shape]);
};

/** In training each value is dropped with probability `rate`, and the others grow so that the mean stays. */
export const dropout = <T extends tf.Tensor>(x: T, rate: number, pass: Pass): T =>
  pass.training && rate > 0 ? tf.mul(x, keep(x.shape, rate, pass)) : x;

/** Stochastic depth (Huang et al. 2016): the same for whole items of the batch. */
export const dropPath = <T extends tf.Tensor>(x: T, rate: number, pass: Pass): T =>
  pass.training && rate > 0 ? tf.mul(x, keep([x.shape[0] ?? 1, ...x.shape.slice(1).map(() => 1)], rate, pass)) : x;
