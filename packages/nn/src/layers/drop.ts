import type { Random } from '@sid/core';
import * as tf from '@tensorflow/tfjs';
import type { Pass } from '../pass.ts';

/** Bits are drawn so many at a time, always into the same memory: a mask can have millions. */
const desk = new Uint32Array(4096);

/** Fills with `dropped` with probability `rate`, else `kept`. */
export const drawn = <T extends Float32Array | Uint8Array>(
  into: T,
  { rate, dropped, kept }: { readonly rate: number; readonly dropped: number; readonly kept: number },
  random: Random,
): T => {
  const limit = rate * 2 ** 32;
  for (let start = 0; start < into.length; start += desk.length) {
    const bits = desk.subarray(0, into.length - start);
    random.bits(bits);
    for (let i = 0; i < bits.length; i++) into[start + i] = (bits[i] ?? 0) < limit ? dropped : kept;
  }
  return into;
};

/** 0 with probability `rate`, else 1/(1 − rate), as a tensor of `shape`. */
const keep = (shape: readonly number[], rate: number, pass: Pass): tf.Tensor => {
  const values = new Float32Array(shape.reduce((a, b) => a * b, 1));
  return tf.tensor(drawn(values, { rate, dropped: 0, kept: 1 / (1 - rate) }, pass.random), [...shape]);
};

/** In training each value is dropped with probability `rate`, and the others grow so that the mean stays. */
export const dropout = <T extends tf.Tensor>(x: T, rate: number, pass: Pass): T =>
  pass.training && rate > 0 ? tf.mul(x, keep(x.shape, rate, pass)) : x;

/** Stochastic depth (Huang et al. 2016): the same for whole items of the batch. */
export const dropPath = <T extends tf.Tensor>(x: T, rate: number, pass: Pass): T =>
  pass.training && rate > 0 ? tf.mul(x, keep([x.shape[0] ?? 1, ...x.shape.slice(1).map(() => 1)], rate, pass)) : x;
