import * as tf from '@tensorflow/tfjs';
import { aliasKernel, hasKernel, runKernel } from './kernel.ts';

/** Rows first: vertical, horizontal. */
export type Pair = readonly [number, number];

export interface ConvGeometry {
  readonly stride: Pair;
  /** Zeros on either side. At most the kernel's size − 1. */
  readonly padding: Pair;
}

const name = 'SidConv2D';

/** Zeros between the values: `[b, h, w, c]` → `[b, (h−1)·s+1, (w−1)·s+1, c]`. */
const dilate = (x: tf.Tensor4D, [down, across]: Pair): tf.Tensor4D => {
  if (down === 1 && across === 1) return x;
  const [b, h, w, c] = x.shape;
  const spread = tf.pad(x.reshape([b * h, 1, w, 1, c]), [
    [0, 0],
    [0, down - 1],
    [0, 0],
    [0, across - 1],
    [0, 0],
  ]);
  return spread
    .reshape([b, h * down, w * across, c])
    .slice([0, 0, 0, 0], [b, (h - 1) * down + 1, (w - 1) * across + 1, c]) as tf.Tensor4D;
};

const conv = (
  x: tf.Tensor4D,
  filter: tf.Tensor4D,
  pads: readonly [Pair, Pair],
  dilations: Pair = [1, 1],
): tf.Tensor4D => tf.conv2d(x, filter, 1, [[0, 0], [...pads[0]], [...pads[1]], [0, 0]], 'NHWC', [...dilations]);

/** What is left over of the padded input when the kernel has made its last step. */
const remainder = (size: number, kernel: number, padding: number, stride: number): number =>
  (size + 2 * padding - kernel) % stride;

/** The gradient in x is the convolution of the (dilated) gradient in y with the filter turned round and transposed. */
const inputGradient = (dy: tf.Tensor4D, x: tf.Tensor4D, filter: tf.Tensor4D, geometry: ConvGeometry): tf.Tensor4D => {
  const { stride, padding } = geometry;
  const [kh, kw] = filter.shape;
  const turned = tf.transpose(kh === 1 && kw === 1 ? filter : tf.reverse(filter, [0, 1]), [0, 1, 3, 2]);
  const pad = (axis: 0 | 1, size: number, kernel: number): Pair => {
    const before = kernel - 1 - padding[axis];
    return [before, before + remainder(size, kernel, padding[axis], stride[axis])];
  };
  return conv(dilate(dy, stride), turned, [pad(0, x.shape[1], kh), pad(1, x.shape[2], kw)]);
};

/** The gradient in the filter is the convolution of x with the gradient in y, channels and batch changing places. */
const filterGradient = (dy: tf.Tensor4D, x: tf.Tensor4D, filter: tf.Tensor4D, geometry: ConvGeometry): tf.Tensor4D => {
  const { stride, padding } = geometry;
  const [kh, kw, from, to] = filter.shape;
  if (kh === 1 && kw === 1 && stride[0] === 1 && stride[1] === 1) {
    const columns = x.reshape([-1, from]).transpose();
    return tf.matMul(columns, dy.reshape([-1, to])).reshape([1, 1, from, to]);
  }
  const rows = tf.transpose(x, [3, 1, 2, 0]) as tf.Tensor4D;
  const kernel = tf.transpose(dy, [1, 2, 0, 3]) as tf.Tensor4D;
  const pads: [Pair, Pair] = [
    [padding[0], padding[0]],
    [padding[1], padding[1]],
  ];
  // Positions beyond the filter's size come from the remainder, which no step of the kernel touched.
  const full = conv(rows, kernel, pads, stride);
  return tf.transpose(full.slice([0, 0, 0, 0], [from, kh, kw, to]), [1, 2, 0, 3]);
};

tf.registerGradient({
  kernelName: name,
  inputsToSave: ['x', 'filter'],
  gradFunc: (given, saved, attributes) => {
    const dy = given as tf.Tensor4D;
    const [x, filter] = saved as [tf.Tensor4D, tf.Tensor4D];
    const { strides, pad } = attributes as unknown as { strides: [number, number]; pad: [Pair, Pair, Pair, Pair] };
    const geometry = { stride: strides, padding: [pad[1][0], pad[2][0]] } as const;
    // A backend may have something better.
    const own = (kernel: string, inputs: tf.NamedTensorMap, portable: () => tf.Tensor): tf.Tensor =>
      hasKernel(kernel)
        ? runKernel(kernel, inputs, { strides, pad, inputShape: x.shape, filterShape: filter.shape })
        : portable();
    return {
      x: () => own('SidConv2DGradInput', { dy, filter }, () => inputGradient(dy, x, filter, geometry)),
      filter: () => own('SidConv2DGradFilter', { x, dy }, () => filterGradient(dy, x, filter, geometry)),
    };
  },
});

/**
 * Cross-correlation with gradients made of convolutions alone, so that it trains on every tfjs backend; tfjs' own
 * needs `Conv2DBackpropFilter`, which WebAssembly lacks, and a transposed convolution that is an order slower there.
 *
 * @param x - `[batch, rows, columns, from]`
 * @param filter - `[rows, columns, from, to]`
 */
export const conv2d = (x: tf.Tensor4D, filter: tf.Tensor4D, { stride, padding }: ConvGeometry): tf.Tensor4D => {
  aliasKernel(name, 'Conv2D');
  const pad = [
    [0, 0],
    [padding[0], padding[0]],
    [padding[1], padding[1]],
    [0, 0],
  ];
  return runKernel(
    name,
    { x, filter },
    { strides: [...stride], pad, dataFormat: 'NHWC', dilations: [1, 1] },
  ) as tf.Tensor4D;
};
