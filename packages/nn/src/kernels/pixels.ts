import * as tf from '@tensorflow/tfjs';
import { hasKernel, runKernel } from './kernel.ts';

const name = 'SidPixels';

tf.registerGradient({
  kernelName: name,
  inputsToSave: ['x', 'weight'],
  gradFunc: (given, saved) => {
    const dy = given as tf.Tensor;
    const [x, weight] = saved as [tf.Tensor, tf.Tensor];
    return {
      x: () => runKernel('SidPixelsGradInput', { dy, weight }),
      weight: () => runKernel('SidPixelsGradWeight', { x, dy }, { shape: weight.shape }),
    };
  },
});

/** Whether the current backend has a product for filters of one pixel that meet every pixel. */
export const hasPixels = (): boolean => hasKernel(name);

/**
 * Every pixel, or node, through one matrix: a convolution whose weight stays as it is stored.
 *
 * @param x - `[batch, rows, columns, from]`
 * @param weight - `[to, from]`, and any number of axes of length 1
 */
export const pixels = (x: tf.Tensor4D, weight: tf.Tensor): tf.Tensor4D => runKernel(name, { x, weight }) as tf.Tensor4D;
