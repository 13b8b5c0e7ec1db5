import * as tf from '@tensorflow/tfjs';
import { aliasKernel, readsAtOnce, runKernel } from './kernel.ts';

const name = 'SidMaxPool';

export interface PoolGeometry {
  readonly size: number;
  readonly stride: number;
  readonly padding: number;
}

/** Backends whose own gradient is slow: it is computed in JavaScript there, window by window. */
const slow = ['wasm', 'cpu'];

/** dy goes to the first largest value of each window, as in PyTorch. */
const scatter = (dy: tf.Tensor4D, x: tf.Tensor4D, { size, stride, padding }: PoolGeometry): tf.Tensor4D => {
  const [batch, height, width, channels] = x.shape;
  const [, rows, columns] = dy.shape;
  const values = x.dataSync() as Float32Array;
  const given = dy.dataSync() as Float32Array;
  const back = new Float32Array(values.length);
  const best = new Int32Array(channels);
  for (let place = 0; place < batch * rows * columns; place++) {
    const column = (place % columns) * stride - padding;
    const row = (Math.floor(place / columns) % rows) * stride - padding;
    const item = Math.floor(place / columns / rows);
    best.fill(-1);
    for (let r = Math.max(0, row); r < Math.min(height, row + size); r++)
      for (let c = Math.max(0, column); c < Math.min(width, column + size); c++) {
        const at = ((item * height + r) * width + c) * channels;
        for (let k = 0; k < channels; k++) {
          const before = best[k] ?? -1;
          if (before < 0 || (values[at + k] ?? 0) > (values[before] ?? 0)) best[k] = at + k;
        }
      }
    for (let k = 0; k < channels; k++) {
      const at = best[k] ?? 0;
      back[at] = (back[at] ?? 0) + (given[place * channels + k] ?? 0);
    }
  }
  return tf.tensor(back, x.shape);
};

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
        readsAtOnce() && slow.includes(tf.getBackend())
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
