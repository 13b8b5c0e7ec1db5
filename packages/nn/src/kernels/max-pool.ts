import * as tf from '@tensorflow/tfjs';
import { desk, layOut } from './desk.ts';
import { aliasKernel, inSingle, peek, readsCheaply, runKernel } from './kernel.ts';

const name = 'SidMaxPool';

export interface PoolGeometry {
  readonly size: number;
  readonly stride: number;
  readonly padding: number;
}

/** What is pooled, and what comes out: items, rows, columns, channels. */
export interface PoolShapes {
  readonly x: readonly [number, number, number, number];
  readonly dy: readonly number[];
}

/** dy goes to the first largest value of each window, as in PyTorch. */
export const poolGradient = (
  x: Float32Array,
  dy: Float32Array,
  { x: [batch, height, width, channels], dy: [, rows = 0, columns = 0] }: PoolShapes,
  { size, stride, padding }: PoolGeometry,
): Float32Array => {
  const { kernels, memory } = desk;
  const [given, out] = [height * width * channels, rows * columns * channels];
  const [from = 0, slopes = 0, to = 0] = layOut(4 * given, 4 * out, 4 * given);
  const floats = new Float32Array(memory.buffer);
  const back = new Float32Array(x.length);
  for (let item = 0; item < batch; item++) {
    floats.set(x.subarray(item * given, (item + 1) * given), from / 4);
    floats.set(dy.subarray(item * out, (item + 1) * out), slopes / 4);
    floats.fill(0, to / 4, to / 4 + given);
    kernels.poolGradient(from, slopes, to, height, width, channels, rows, columns, size, stride, padding);
    back.set(floats.subarray(to / 4, to / 4 + given), item * given);
  }
  return back;
};

/** Libraries of processors take longer for the gradient alone than reading both tensors back and a kernel of ours do. */
const scatter = (dy: tf.Tensor4D, x: tf.Tensor4D, geometry: PoolGeometry): tf.Tensor4D =>
  tf.tensor(poolGradient(peek(x), peek(dy), { x: x.shape, dy: dy.shape }, geometry), x.shape);

tf.registerGradient({
  kernelName: name,
  inputsToSave: ['x'],
  outputsToSave: [true],
  gradFunc: (given, saved, attributes) => {
    const dy = given as tf.Tensor4D;
    const [x, y] = saved as [tf.Tensor4D, tf.Tensor4D];
    const { filterSize, strides, pad } = attributes as { filterSize: number; strides: number; pad: number };
    return {
      x: () =>
        readsCheaply() && inSingle()
          ? scatter(dy, x, { size: filterSize, stride: strides, padding: pad })
          : runKernel('MaxPoolGrad', { dy, input: x, output: y }, attributes),
    };
  },
});

/** Largest value of each window; what lies outside the image never wins. */
export const maxPool2d = (x: tf.Tensor4D, { size, stride, padding }: PoolGeometry): tf.Tensor4D => {
  aliasKernel(name, 'MaxPool');
  return runKernel(name, { x }, { filterSize: size, strides: stride, pad: padding }) as tf.Tensor4D;
};
