import * as tf from '@tensorflow/tfjs';
import { hasKernel, peek, readsAtOnce, runKernel } from './kernel.ts';
import { type NeighbourOptions, usedNeighbours } from './nearest.ts';
import { sortedNeighbours } from './sorted-neighbours.ts';

/** Squared distances by a matrix product, in single precision, the lower index first among equals. */
const withTensors = (x: tf.Tensor3D, { k, dilation }: NeighbourOptions): tf.Tensor3D =>
  tf.tidy(() => {
    const [, nodes] = x.shape;
    const size = Math.min(nodes, k * dilation);
    const squares = tf.sum(tf.square(x), 2, true);
    const near = tf.sub(
      tf.mul(tf.matMul(x, x, false, true), 2),
      tf.add(squares, tf.transpose(squares, [0, 2, 1])),
    ) as tf.Tensor3D;
    const { indices } = tf.topk(near, size);
    return tf.stridedSlice(indices, [0, 0, 0], indices.shape, [1, 1, dilation]) as tf.Tensor3D;
  });

/**
 * The k neighbours that a graph convolution uses: every `dilation`-th of the k·dilation nearest, within each item,
 * the node itself included. A constant for gradients. Where the backend has no kernel for it, the features are read
 * back and compared in double precision, since near ties decide which node is chosen; where they cannot be read at
 * once, the order is `sorted` and the precision single.
 *
 * @param x - `[batch, nodes, channels]`
 * @returns int32 `[batch, nodes, k]`
 */
export const neighbours = (x: tf.Tensor3D, options: NeighbourOptions): tf.Tensor3D => {
  if (hasKernel('SidNeighbours')) return runKernel('SidNeighbours', { x }, { ...options }) as tf.Tensor3D;
  if (!readsAtOnce()) return withTensors(x, options);
  const [batch, nodes, channels] = x.shape;
  const values = peek(x);
  const used = nodes * Math.ceil(Math.min(nodes, options.k * options.dilation) / options.dilation);
  const listsOf = options.order === 'sorted' ? sortedNeighbours : usedNeighbours;
  const out = new Int32Array(batch * used);
  for (let item = 0; item < batch; item++) {
    const points = values.subarray(item * nodes * channels, (item + 1) * nodes * channels);
    out.set(listsOf(points, nodes, options), item * used);
  }
  return tf.tensor3d(out, [batch, nodes, used / nodes], 'int32');
};

/** Rows of every item, `[batch, rows, channels]` by int32 `[batch, n]`; tfjs' `batchDims` errs on WebAssembly. */
const gatherRows = (x: tf.Tensor3D, indices: tf.Tensor2D): tf.Tensor3D => {
  if (hasKernel('SidGatherRows')) return runKernel('SidGatherRows', { x, indices }) as tf.Tensor3D;
  const [batch, rows, channels] = x.shape;
  const starts = tf.tensor2d(
    Int32Array.from({ length: batch }, (_, item) => item * rows),
    [batch, 1],
    'int32',
  );
  return tf
    .gather(x.reshape([batch * rows, channels]), tf.add(indices, starts).flatten())
    .reshape([batch, indices.shape[1], channels]);
};

/**
 * Features of each node's neighbours, with a gradient by matrix product: tfjs' own needs `UnsortedSegmentSum`, which
 * WebAssembly lacks.
 *
 * @param x - `[batch, nodes, channels]`
 * @param lists - int32 `[batch, nodes, k]`
 * @returns `[batch, nodes, k, channels]`
 */
export const gatherNodes = (x: tf.Tensor3D, lists: tf.Tensor3D): tf.Tensor4D => {
  const [, nodes, channels] = x.shape;
  const [, targets, k] = lists.shape;
  const flat = lists.reshape<tf.Tensor2D>([-1, targets * k]);
  const gather = tf.customGrad((input, save) => {
    (save as tf.GradSaveFunc)([flat]);
    return {
      value: gatherRows(input as tf.Tensor3D, flat),
      gradFunc: (dy, saved) => {
        // Not a one-hot tensor, whose floats hold the bits of integers on WebAssembly and WebGPU.
        const rows = tf.expandDims((saved as tf.Tensor[])[0] as tf.Tensor2D, 1);
        const chosen = tf.where(tf.equal(rows, tf.range(0, nodes, 1, 'int32').reshape([1, nodes, 1])), 1, 0);
        return tf.matMul(chosen, dy);
      },
    };
  });
  return gather(x).reshape([-1, targets, k, channels]);
};
