import {
  batchNorm,
  conv1d,
  conv2d,
  dropout,
  dropPath,
  elu,
  generalisedMeanPool,
  instanceBatchNorm,
  instanceNorm,
  type Layer,
  leakyRelu,
  linear,
  maxPool,
  maxRelative,
  meanPool,
  multiHeadAttention,
  nodeLinear,
  nodeNeighbours,
  type Parameter,
  type Pass,
  unitRows,
} from '@sid/nn';
import * as tf from '@tensorflow/tfjs';

/** Something that is computed forward and backward on each backend. */
export interface TensorCase {
  readonly name: string;
  /** Shape of the input, batch first. */
  readonly input: readonly number[];
  readonly parameters?: readonly Parameter[];
  apply(x: tf.Tensor, pass: Pass): tf.Tensor;
}

const layer = (
  name: string,
  input: readonly number[],
  { parameters, apply }: Pick<Layer<never, tf.Tensor>, 'parameters' | 'apply'>,
): TensorCase => ({ name, input, parameters, apply: (x, pass) => apply(x as never, pass) });

const free = (name: string, input: readonly number[], apply: TensorCase['apply']): TensorCase => ({
  name,
  input,
  apply,
});

const conv = (name: string, input: readonly number[], options: Parameters<typeof conv2d>[1]): TensorCase =>
  layer(`conv2d, ${name}`, input, conv2d('c', options));

/** The convolutions of our networks: all strides and paddings, with rows and columns left over or not. */
const convolutions: readonly TensorCase[] = [
  conv('3×3', [3, 9, 11, 4], { from: 4, to: 5, kernel: [3, 3], padding: [1, 1], bias: true }),
  conv('3×3, stride 2, remainder', [3, 10, 12, 4], {
    from: 4,
    to: 5,
    kernel: [3, 3],
    stride: [2, 2],
    padding: [1, 1],
  }),
  conv('1×1', [3, 9, 11, 4], { from: 4, to: 5, kernel: [1, 1] }),
  conv('1×1, stride 2, remainder', [4, 32, 108, 8], { from: 8, to: 16, kernel: [1, 1], stride: [2, 2] }),
  conv('7×7, stride 2', [2, 20, 21, 1], { from: 1, to: 6, kernel: [7, 7], stride: [2, 2], padding: [3, 3] }),
  conv('36×3, unequal strides', [2, 50, 16, 1], { from: 1, to: 4, kernel: [36, 3], stride: [3, 2] }),
  conv('12×3, stride 2', [2, 31, 20, 4], { from: 4, to: 6, kernel: [12, 3], stride: [2, 2] }),
  conv('patches', [2, 16, 24, 3], { from: 3, to: 4, kernel: [4, 8], stride: [4, 8], bias: true }),
  layer('conv1d, stride 2', [2, 1, 17, 3], conv1d('c', { from: 3, to: 4, kernel: 3, stride: 2, padding: 1 })),
  layer('nodeLinear', [2, 1, 5, 3], nodeLinear('c', { from: 3, to: 4 })),
];

const attention = multiHeadAttention('a', { channels: 8, heads: 2 });

/** Nodes that lie apart on a line, so that no rounding changes who is near: node i at 1.1^i in every channel. */
const apart = (x: tf.Tensor): tf.Tensor => {
  const nodes = x.shape[2] ?? 1;
  const places = Float32Array.from({ length: nodes }, (_, i) => 1.1 ** i);
  return tf.add(tf.mul(x, 0.01), tf.tensor(places, [1, 1, nodes, 1]));
};

const graphs = (dropEdge: number): TensorCase =>
  free(`graph of neighbours, ${dropEdge === 0 ? 'all edges' : 'edges dropped'}`, [2, 1, 24, 4], (x, pass) => {
    const h = apart(x) as tf.Tensor4D;
    const lists = nodeNeighbours(h, { k: 3, dilation: 2, order: 'sorted' });
    return maxRelative(h, lists, dropEdge, pass);
  });

/** Every layer of `@sid/nn`, in shapes that take milliseconds. */
export const tensorCases: readonly TensorCase[] = [
  ...convolutions,
  layer('linear', [5, 4], linear('l', { from: 4, to: 3 })),
  layer('batchNorm', [3, 6, 5, 4], batchNorm('n', 4)),
  layer('batchNorm of vectors', [6, 3], batchNorm('n', 3)),
  layer('instanceNorm', [2, 7, 4, 3], instanceNorm('n', 3)),
  layer('instanceBatchNorm', [3, 5, 4, 6], instanceBatchNorm('n', 6, 'batch')),
  layer('maxPool', [2, 9, 8, 3], maxPool('p', { size: 3, stride: 2, padding: 1 })),
  layer('meanPool', [2, 3, 4, 5], meanPool('p')),
  layer('GeM', [2, 3, 4, 5], generalisedMeanPool('p', 'softplus')),
  free('relu', [4, 9], (x) => tf.relu(x)),
  free('leakyRelu', [4, 9], (x) => leakyRelu(x, 0.2)),
  free('elu', [4, 9], (x) => elu(x)),
  free('unitRows', [4, 9], (x) => unitRows(x as tf.Tensor2D, 1e-10)),
  free('softmax of products', [6, 4], (x) =>
    tf.logSoftmax(tf.div(tf.matMul(x as tf.Tensor2D, x as tf.Tensor2D, false, true), 3)),
  ),
  free('dropout', [4, 9], (x, pass) => dropout(x, 0.3, pass)),
  free('dropPath', [6, 4], (x, pass) => dropPath(x, 0.5, pass)),
  graphs(0),
  graphs(0.5),
  {
    name: 'multiHeadAttention',
    input: [2, 5, 8],
    parameters: attention.parameters,
    apply: (x, pass) => attention.apply(x as tf.Tensor3D, tf.reverse(x, 1) as tf.Tensor3D, pass),
  },
];
