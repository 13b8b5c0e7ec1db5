import * as tf from '@tensorflow/tfjs';
import { maxPool2d, type PoolGeometry } from '../kernels/max-pool.ts';
import type { Layer } from '../network.ts';
import type { Parameter } from '../parameter.ts';

/** Largest value of each window; what lies outside the image never wins. No parameters. */
export const maxPool = (at: string, geometry: PoolGeometry): Layer => ({
  parameters: [],
  apply: (x, pass) => {
    const y = maxPool2d(x, geometry);
    pass.see(at, y);
    return y;
  },
});

/** Mean over rows and columns: `[batch, rows, columns, channels]` → `[batch, channels]`. No parameters. */
export const meanPool = (at: string): Layer<tf.Tensor4D, tf.Tensor2D> => ({
  parameters: [],
  apply: (x, pass) => {
    const y = tf.mean<tf.Tensor2D>(x, [1, 2]);
    pass.see(at, y);
    return y;
  },
});

/**
 * Generalised mean over rows and columns (Radenović et al. 2019): (mean max(x, 1e-6)^p)^(1/p), one learned p for all
 * channels, 3 at first.
 *
 * @param form - `plain`: the parameter `at.p` `[1]` is p; `softplus`: p = 1 + ln(1 + e^θ) with `at.theta` `[1, 1, 1]`
 */
export const generalisedMeanPool = (at: string, form: 'plain' | 'softplus'): Layer<tf.Tensor4D, tf.Tensor2D> => {
  const parameter: Parameter =
    form === 'plain'
      ? { name: `${at}.p`, shape: [1], trained: true, initial: { kind: 'constant', value: 3 } }
      : {
          name: `${at}.theta`,
          shape: [1, 1, 1],
          trained: true,
          initial: { kind: 'constant', value: Math.log(Math.E ** 2 - 1) },
        };
  return {
    parameters: [parameter],
    apply: (x, pass) => {
      const value = pass.parameter(parameter.name).reshape([]);
      const p = form === 'plain' ? value : tf.add(tf.softplus(value), 1);
      // x^p; powers themselves are computed one by one, logarithms and exponentials several at a time.
      const mean = tf.mean(tf.exp(tf.mul(tf.log(tf.maximum(x, 1e-6)), p)), [1, 2]);
      const y = tf.pow<tf.Tensor2D>(mean as tf.Tensor2D, tf.div(1, p));
      pass.see(at, y);
      return y;
    },
  };
};
