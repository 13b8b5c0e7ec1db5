import { batchNorm, conv2d, instanceBatchNorm, type Layer, type Parameter, type Pass } from '@sid/nn';
import * as tf from '@tensorflow/tfjs';

export interface BlockOptions {
  readonly from: number;
  readonly to: number;
  readonly stride: number;
  readonly ibn: boolean;
}

const three = (at: string, from: number, to: number, stride = 1): Layer =>
  conv2d(at, { from, to, kernel: [3, 3], stride: [stride, stride], padding: [1, 1] });

const one = (at: string, from: number, to: number, stride = 1): Layer =>
  conv2d(at, { from, to, kernel: [1, 1], stride: [stride, stride] });

const relu = { parameters: [], apply: (x: tf.Tensor4D) => tf.relu(x) } satisfies Layer;

const chain = (layers: readonly Layer[], x: tf.Tensor4D, pass: Pass): tf.Tensor4D =>
  layers.reduce((value, layer) => layer.apply(value, pass), x);

/** main + shortcut, each a chain of layers; a shortcut without layers is the input itself. */
const residual = (
  at: string,
  main: readonly Layer[],
  skip: readonly Layer[],
  own: readonly Parameter[],
  join: (main: tf.Tensor4D, skip: tf.Tensor4D, pass: Pass) => tf.Tensor4D,
): Layer => ({
  parameters: [...own, ...[...main, ...skip].flatMap(({ parameters }) => parameters)],
  apply: (x, pass) => {
    const branch = chain(main, x, pass);
    const shortcut = chain(skip, x, pass);
    if (skip.length > 0) pass.see(`${at}.skip`, shortcut);
    const y = join(branch, shortcut, pass);
    pass.see(at, y);
    return y;
  },
});

/**
 * Block of the re-implementation of Cheston et al. 2025: 1×1, 3×3, 1×1, no narrowing, no ReLU between the last two,
 * ReLU after the sum; IBN after the first, instance half first.
 */
export const postActivationBlock = (at: string, { from, to, stride, ibn }: BlockOptions): Layer =>
  residual(
    at,
    [
      one(`${at}.conv1`, from, to),
      ibn ? instanceBatchNorm(`${at}.norm1`, to, 'instance') : batchNorm(`${at}.norm1`, to),
      relu,
      three(`${at}.conv2`, to, to, stride),
      batchNorm(`${at}.norm2`, to),
      one(`${at}.conv3`, to, to),
      batchNorm(`${at}.norm3`, to),
    ],
    from === to && stride === 1 ? [] : [one(`${at}.skip.conv`, from, to, stride), batchNorm(`${at}.skip.norm`, to)],
    [],
    (main, skip) => tf.relu(tf.add(main, skip)),
  );

/**
 * Block of CLEWS and Riou et al. 2025: norm, ReLU, 3×3, twice; IBN with the batch half first; the branch is weighted
 * by a learned gain that starts at 0; nothing after the sum.
 */
export const preActivationBlock = (at: string, { from, to, stride, ibn }: BlockOptions): Layer => {
  const middle = Math.max(from, to) / 2;
  const gain: Parameter = {
    name: `${at}.gain`,
    shape: [1],
    trained: true,
    initial: { kind: 'constant', value: 0 },
  };
  return residual(
    at,
    [
      ibn ? instanceBatchNorm(`${at}.norm1`, from, 'batch') : batchNorm(`${at}.norm1`, from),
      relu,
      three(`${at}.conv1`, from, middle, stride),
      batchNorm(`${at}.norm2`, middle),
      relu,
      three(`${at}.conv2`, middle, to),
    ],
    from === to && stride === 1
      ? []
      : [batchNorm(`${at}.skip.norm`, from), relu, three(`${at}.skip.conv`, from, to, stride)],
    [gain],
    (main, skip, pass) => tf.add(tf.mul(main, pass.parameter(gain.name).reshape([])), skip),
  );
};
