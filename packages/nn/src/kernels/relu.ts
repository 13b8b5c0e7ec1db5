import * as tf from '@tensorflow/tfjs';
import { hasKernel, runKernel } from './kernel.ts';

/**
 * The gradient of ReLU from its output instead of its input: the next layer keeps that anyway, so nothing is kept for
 * it alone. Takes the place of tfjs' own wherever this package is loaded.
 */
tf.registerGradient({
  kernelName: 'Relu',
  outputsToSave: [true],
  gradFunc: (given, saved) => {
    const dy = given as tf.Tensor;
    const [y] = saved as [tf.Tensor];
    return {
      x: () => (hasKernel('SidReluGrad') ? runKernel('SidReluGrad', { dy, y }) : tf.mul(dy, tf.step(y))),
    };
  },
});
