import * as tf from '@tensorflow/tfjs';
import { biased } from '../kernels/biased.ts';
import type { Layer } from '../network.ts';
import type { Parameter } from '../parameter.ts';
import { fanIn } from './conv.ts';

/** y = x·Wᵀ + b over `[batch, from]`. Parameters `at.weight` `[to, from]`, `at.bias`. */
export const linear = (
  at: string,
  { from, to, bias = true }: { readonly from: number; readonly to: number; readonly bias?: boolean },
): Layer<tf.Tensor2D> => {
  const weight: Parameter = { name: `${at}.weight`, shape: [to, from], trained: true, initial: fanIn(from) };
  const shift: Parameter = { name: `${at}.bias`, shape: [to], trained: true, initial: fanIn(from) };
  return {
    parameters: bias ? [weight, shift] : [weight],
    apply: (x, pass) => {
      const y = tf.matMul<tf.Tensor2D>(x, pass.parameter(weight.name) as tf.Tensor2D, false, true);
      const z = bias ? biased(y, pass.parameter(shift.name)) : y;
      pass.see(at, z);
      return z;
    },
  };
};
