import { batchNorm, conv2d, generalisedMeanPool, type Layer, linear, maxPool, type Network, unitRows } from '@sid/nn';
import * as tf from '@tensorflow/tfjs';
import { postActivationBlock, preActivationBlock } from './block.ts';
import type { ResnetIbnOptions } from './options.ts';

interface Parts {
  readonly stem: readonly Layer[];
  readonly pool: Layer<tf.Tensor4D, tf.Tensor2D>;
  readonly head: readonly Layer<tf.Tensor2D>[];
  /** Of the normalisation to length 1. */
  readonly epsilon: number;
}

const relu = (at?: string): Layer => ({
  parameters: [],
  apply: (x, pass) => {
    const y = tf.relu(x);
    if (at !== undefined) pass.see(at, y);
    return y;
  },
});

/** Riou et al. 2025: kernels of one octave and a third of one, no padding; GeM with softplus; norm before the head. */
const preActivation = ({ stem, dims }: ResnetIbnOptions, last: number): Parts => {
  const [first, second = first] = stem;
  return {
    stem: [
      conv2d('stem.conv1', { from: 1, to: first, kernel: [36, 3], stride: [3, 2] }),
      batchNorm('stem.norm', first),
      relu('stem.relu'),
      conv2d('stem.conv2', { from: first, to: second, kernel: [12, 3], stride: [2, 2] }),
    ],
    pool: generalisedMeanPool('pool', 'softplus'),
    head: [batchNorm('head.norm', last), linear('head.linear', { from: last, to: dims, bias: false })],
    epsilon: 1e-12,
  };
};

/** The usual stem of residual networks; GeM with p itself. */
const postActivation = ({ stem, dims }: ResnetIbnOptions, last: number): Parts => ({
  stem: [
    conv2d('stem.conv', { from: 1, to: stem[0], kernel: [7, 7], stride: [2, 2], padding: [3, 3] }),
    batchNorm('stem.norm', stem[0]),
    relu(),
    maxPool('stem.maxpool', { size: 3, stride: 2, padding: 1 }),
  ],
  pool: generalisedMeanPool('pool', 'plain'),
  head: [linear('head.linear', { from: last, to: dims })],
  epsilon: 1e-10,
});

/** `[batch, bins, frames]` → unit rows `[batch, dims]`. */
export const resnetIbn = (options: ResnetIbnOptions): Network => {
  const { bins, frames, stages, dims } = options;
  const pre = options.form === 'pre-activation';
  const before = [options.stem.at(-1) ?? 1, ...stages.map(({ channels }) => channels)];
  const { stem, pool, head, epsilon } = (pre ? preActivation : postActivation)(options, before.at(-1) ?? 1);
  const block = pre ? preActivationBlock : postActivationBlock;
  const body = stages.flatMap(({ blocks, channels, stride, ibn }, s) =>
    Array.from({ length: blocks }, (_, b) =>
      block(`stage${s + 1}.block${b}`, {
        from: b === 0 ? (before[s] ?? 1) : channels,
        to: channels,
        stride: b === 0 ? stride : 1,
        ibn,
      }),
    ),
  );
  return {
    name: 'resnet-ibn',
    inputs: [{ name: 'features', shape: [bins, frames] }],
    outputs: [{ name: 'embedding', shape: [dims] }],
    parameters: [...stem, ...body, pool, ...head].flatMap(({ parameters }) => parameters),
    forward: ([features], pass) => {
      const image = (features as tf.Tensor3D).expandDims<tf.Tensor4D>(3);
      const maps = [...stem, ...body].reduce((x, layer) => layer.apply(x, pass), image);
      const vector = head.reduce((x, layer) => layer.apply(x, pass), pool.apply(maps, pass));
      return [unitRows(vector, epsilon)];
    },
  };
};
