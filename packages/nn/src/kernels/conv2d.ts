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

const conv = (
  x: tf.Tensor4D,
  filter: tf.Tensor4D,
  pads: readonly [Pair, Pair],
  dilations: Pair = [1, 1],
): tf.Tensor4D => tf.conv2d(x, filter, 1, [[0, 0], [...pads[0]], [...pads[1]], [0, 0]], 'NHWC', [...dilations]);

/** Zeros behind the values of an axis, for tensors of rank 4: not every backend pads more. */
const padded = (x: tf.Tensor4D, axis: number, zeros: number): tf.Tensor4D =>
  zeros === 0
    ? x
    : tf.pad(
        x,
        x.shape.map((_, i): [number, number] => [0, i === axis ? zeros : 0]),
      );

/** Some rows and columns, whole rows at a time: a backend may copy what lies together, and pixels are short. */
const cropped = (x: tf.Tensor4D, [top, left]: Pair, [rows, columns]: Pair): tf.Tensor4D => {
  const [batch, height, width, channels] = x.shape;
  return x
    .reshape<tf.Tensor3D>([batch, height, width * channels])
    .slice([0, top, left * channels], [batch, rows, columns * channels])
    .reshape([batch, rows, columns, channels]);
};

/** The pixels that a filter of one pixel meets. Slices, since not every backend is fast in taking every so many. */
const met = (x: tf.Tensor4D, [sh, sw]: Pair): tf.Tensor4D => {
  const [batch, height, width, channels] = x.shape;
  const [rows, columns] = [Math.ceil(height / sh), Math.ceil(width / sw)];
  const whole = padded(padded(x, 1, rows * sh - height), 2, columns * sw - width);
  const line = columns * sw * channels;
  const lines = whole.reshape([batch * rows, sh, line]).slice([0, 0, 0], [batch * rows, 1, line]);
  const pixels = lines.reshape([batch * rows * columns, sw, channels]);
  return pixels.slice([0, 0, 0], [batch * rows * columns, 1, channels]).reshape([batch, rows, columns, channels]);
};

/** Rows and columns of a filter in reverse order. Whole pixels are moved: `tf.reverse` moves value by value, slowly. */
const turnedRound = (filter: tf.Tensor4D): tf.Tensor4D => {
  const [kh, kw, from, to] = filter.shape;
  const order = Int32Array.from({ length: kh * kw }, (_, i) => kh * kw - 1 - i);
  return tf.gather(filter.reshape([kh * kw, from * to]), tf.tensor1d(order, 'int32')).reshape(filter.shape);
};

/** Stride 1: dx is the convolution of dy with the filter turned round and transposed. */
const plainInputGradient = (dy: tf.Tensor4D, filter: tf.Tensor4D, padding: Pair): tf.Tensor4D => {
  const [kh, kw] = filter.shape;
  const turned = tf.transpose(kh === 1 && kw === 1 ? filter : turnedRound(filter), [0, 1, 3, 2]);
  const pads = ([kernel, pad]: Pair): Pair => [kernel - 1 - pad, kernel - 1 - pad];
  return conv(dy, turned, [pads([kh, padding[0]]), pads([kw, padding[1]])]);
};

/** A filter of one pixel: the values of dy, through the filter, with zeros between and behind them. */
const pixelInputGradient = (dy: tf.Tensor4D, x: tf.Tensor4D, filter: tf.Tensor4D, stride: Pair): tf.Tensor4D => {
  const [batch, height, width, from] = x.shape;
  const [, rows, columns] = dy.shape;
  const values = conv(dy, tf.transpose(filter, [0, 1, 3, 2]), [
    [0, 0],
    [0, 0],
  ]);
  const across = padded(values.reshape([batch * rows, columns, 1, from]), 2, stride[1] - 1);
  const wide = across.reshape<tf.Tensor4D>([batch, rows, columns * stride[1], from]);
  const down = padded(wide.reshape([batch, rows, 1, columns * stride[1] * from]), 2, stride[0] - 1);
  const all = down.reshape<tf.Tensor4D>([batch, rows * stride[0], columns * stride[1], from]);
  const [h, w] = [Math.min(height, all.shape[1]), Math.min(width, all.shape[2])];
  return padded(padded(cropped(all, [0, 0], [h, w]), 1, height - h), 2, width - w);
};

/**
 * Stride s: the pixels of x fall into s classes along each axis, by which step of the kernel meets them, and each class
 * is a convolution of dy with every s-th row of the filter (Shi et al. 2016). All classes are computed as channels of one
 * convolution and then put side by side. A convolution of dy with zeros between its values would take s² times as long.
 */
const stridedInputGradient = (
  dy: tf.Tensor4D,
  x: tf.Tensor4D,
  filter: tf.Tensor4D,
  { stride: [sh, sw], padding }: ConvGeometry,
): tf.Tensor4D => {
  const [kh, kw, from, to] = filter.shape;
  const [batch, height, width] = x.shape;
  const [rows, columns] = [Math.ceil(kh / sh), Math.ceil(kw / sw)];
  const whole = padded(padded(filter, 0, rows * sh - kh), 1, columns * sw - kw);
  // [rows·sh, columns·sw, from, to] → [rows, columns, to, sh·sw·from], rows and columns turned round.
  const classes = tf.transpose(whole, [0, 1, 3, 2]).reshape<tf.Tensor4D>([rows, sh, columns, sw * to * from]);
  const apart = tf.transpose(tf.reverse(classes, [0, 2]), [0, 2, 1, 3]);
  const inner = tf.transpose(apart.reshape([rows * columns * sh, sw, to, from]), [0, 2, 1, 3]);
  const outer = tf.transpose(inner.reshape([rows * columns, sh, to, sw * from]), [0, 2, 1, 3]);
  const turned = outer.reshape<tf.Tensor4D>([rows, columns, to, sh * sw * from]);
  const [high, wide] = [Math.ceil((height + padding[0]) / sh), Math.ceil((width + padding[1]) / sw)];
  const y = conv(dy, turned, [
    [rows - 1, high - dy.shape[1]],
    [columns - 1, wide - dy.shape[2]],
  ]);
  const interleaved = tf
    .transpose(y.reshape([batch * high, wide, sh, sw * from]), [0, 2, 1, 3])
    .reshape<tf.Tensor4D>([batch, high * sh, wide * sw, from]);
  return cropped(interleaved, padding, [height, width]);
};

const inputGradient = (dy: tf.Tensor4D, x: tf.Tensor4D, filter: tf.Tensor4D, geometry: ConvGeometry): tf.Tensor4D => {
  const { stride, padding } = geometry;
  const [kh, kw] = filter.shape;
  if (stride[0] === 1 && stride[1] === 1) return plainInputGradient(dy, filter, padding);
  if (kh === 1 && kw === 1 && padding[0] === 0 && padding[1] === 0) return pixelInputGradient(dy, x, filter, stride);
  return stridedInputGradient(dy, x, filter, geometry);
};

/** The gradient in the filter is the convolution of x with the gradient in y, channels and batch changing places. */
const filterGradient = (dy: tf.Tensor4D, x: tf.Tensor4D, filter: tf.Tensor4D, geometry: ConvGeometry): tf.Tensor4D => {
  const { stride, padding } = geometry;
  const [kh, kw, from, to] = filter.shape;
  if (kh === 1 && kw === 1 && padding[0] === 0 && padding[1] === 0) {
    const seen = stride[0] === 1 && stride[1] === 1 ? x : met(x, stride);
    const columns = seen.reshape([-1, from]).transpose();
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
