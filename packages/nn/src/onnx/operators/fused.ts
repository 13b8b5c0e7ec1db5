import { SidError } from '@sid/core';
import type * as tf from '@tensorflow/tfjs';
import { elementwise } from './elementwise.ts';
import { images } from './image.ts';
import type { Operator, Operators } from './operator.ts';
import { reductions } from './reduce.ts';

const kernels: Readonly<Record<string, string>> = {
  relu: 'Relu',
  relu6: 'ClipByValue',
  elu: 'Elu',
  leakyrelu: 'LeakyRelu',
  sigmoid: 'Sigmoid',
};

/** A product or convolution with bias and activation in one kernel, as the layers of tfjs use them: taken apart. */
const apart =
  (operator: Operator | undefined): Operator =>
  (recording, { bias, ...inputs }, attributes) => {
    const apply = (kernel: Operator | undefined, given: Readonly<Record<string, tf.TensorInfo>>, more = {}) =>
      kernel?.(recording, given, { ...attributes, ...more }) as tf.TensorInfo;
    const product = apply(operator, inputs);
    const shifted = bias === undefined ? product : apply(elementwise.Add, { a: product, b: bias });
    const { activation = 'linear' } = attributes;
    if (activation === 'linear' || activation === null) return shifted;
    const kernel = kernels[String(activation)];
    if (kernel === undefined)
      throw new SidError(
        'SID_EXPORT_UNSUPPORTED',
        `The fused activation ${String(activation)} is not known; known are ${Object.keys(kernels).join(', ')}.`,
      );
    const more = { clipValueMin: 0, clipValueMax: 6, alpha: attributes.leakyreluAlpha };
    return apply(elementwise[kernel], { x: shifted }, more);
  };

export const fused: Operators = {
  _FusedMatMul: apart(reductions.BatchMatMul),
  FusedConv2D: apart(images.Conv2D),
  FusedDepthwiseConv2D: apart(images.DepthwiseConv2dNative),
};
