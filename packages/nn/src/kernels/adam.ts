import * as tf from '@tensorflow/tfjs';
import { peek, readsAtOnce } from './kernel.ts';

/** One step of Adam for one tensor, its factors worked out. */
export interface AdamStep {
  readonly betas: readonly [number, number];
  readonly epsilon: number;
  /** What the value is multiplied by before the step: 1 without weight decay. */
  readonly shrink: number;
  /** Learning rate over 1 − β₁ᵗ. */
  readonly rate: number;
  /** 1 / √(1 − β₂ᵗ). */
  readonly rootScale: number;
}

/** Value, gradient, first and second moment. */
type Four<T> = readonly [T, T, T, T];

/** Above this many values, operations on all cores are faster than one loop. */
const many = 65_536;

const withTensors = ([value, gradient, first, second]: Four<tf.Tensor>, step: AdamStep): tf.Tensor[] => {
  const { betas, epsilon, shrink, rate, rootScale } = step;
  const mixed = (old: tf.Tensor, fresh: tf.Tensor, beta: number): tf.Tensor =>
    tf.add(tf.mul(old, beta), tf.mul(fresh, 1 - beta));
  const mean = mixed(first, gradient, betas[0]);
  const square = mixed(second, tf.square(gradient), betas[1]);
  const root = tf.add(tf.mul(tf.sqrt(square), rootScale), epsilon);
  const start = shrink === 1 ? value : tf.mul(value, shrink);
  return [tf.sub(start, tf.mul(tf.div(mean, root), rate)), mean, square];
};

const withNumbers = (tensors: Four<tf.Tensor>, step: AdamStep): tf.Tensor[] => {
  const { epsilon, shrink, rate, rootScale } = step;
  const [beta1, beta2] = step.betas;
  const [value, gradient, first, second] = tensors.map((tensor) => peek(tensor)) as unknown as Four<Float32Array>;
  const results = [value, first, second].map(({ length }) => new Float32Array(length));
  const [next, mean, square] = results as [Float32Array, Float32Array, Float32Array];
  for (let i = 0; i < next.length; i++) {
    const g = gradient[i] ?? 0;
    const m = beta1 * (first[i] ?? 0) + (1 - beta1) * g;
    const v = beta2 * (second[i] ?? 0) + (1 - beta2) * g * g;
    mean[i] = m;
    square[i] = v;
    next[i] = shrink * (value[i] ?? 0) - (rate * m) / (Math.sqrt(v) * rootScale + epsilon);
  }
  return results.map((data) => tf.tensor(data, tensors[0].shape));
};

/**
 * Kingma, Ba 2015. A network has a hundred small tensors, for which a dozen operations each cost more than their
 * numbers: those are computed in one loop where values can be read at once.
 *
 * @returns value, first and second moment after the step
 */
export const adamStep = (tensors: Four<tf.Tensor>, step: AdamStep): readonly tf.Tensor[] =>
  tensors[0].size < many && readsAtOnce() ? withNumbers(tensors, step) : withTensors(tensors, step);
