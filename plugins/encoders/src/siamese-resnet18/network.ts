import { batchNorm, conv2d, heNormal, type Layer, linear, maxPool, meanPool, type Network, unitRows } from '@sid/nn';
import * as tf from '@tensorflow/tfjs';
import type { SiameseResnet18Options } from './options.ts';

const conv = (at: string, from: number, to: number, size: number, stride: number): Layer =>
  conv2d(at, {
    from,
    to,
    kernel: [size, size],
    stride: [stride, stride],
    padding: [(size - 1) / 2, (size - 1) / 2],
    initial: heNormal(to * size * size),
  });

/** He et al. 2016, basic block: two 3×3 convolutions, ReLU after the sum. */
const basicBlock = (at: string, from: number, to: number, stride: number): Layer => {
  const first = [conv(`${at}.conv1`, from, to, 3, stride), batchNorm(`${at}.norm1`, to)];
  const second = [conv(`${at}.conv2`, to, to, 3, 1), batchNorm(`${at}.norm2`, to)];
  const skip =
    stride === 1 && from === to ? [] : [conv(`${at}.skip.conv`, from, to, 1, stride), batchNorm(`${at}.skip.norm`, to)];
  return {
    parameters: [...first, ...second, ...skip].flatMap(({ parameters }) => parameters),
    apply: (x, pass) => {
      const run = (layers: readonly Layer[], input: tf.Tensor4D) =>
        layers.reduce((value, layer) => layer.apply(value, pass), input);
      const main = run(second, tf.relu(run(first, x)));
      const shortcut = run(skip, x);
      if (skip.length > 0) pass.see(`${at}.skip`, shortcut);
      const y = tf.relu(tf.add<tf.Tensor4D>(main, shortcut));
      pass.see(at, y);
      return y;
    },
  };
};

/** `[batch, bins, frames]` → unit rows `[batch, dims]`. */
export const siameseResnet18 = ({ bins, frames, channels, dims }: SiameseResnet18Options): Network => {
  const width = channels[0] ?? 1;
  const stem = [conv('stem.conv', 1, width, 7, 2), batchNorm('stem.norm', width)];
  const shrink = maxPool('stem.maxpool', { size: 3, stride: 2, padding: 1 });
  const body = channels.flatMap((to, s) => {
    const from = channels[Math.max(0, s - 1)] ?? to;
    const at = `stage${s + 1}`;
    return [basicBlock(`${at}.block0`, from, to, s === 0 ? 1 : 2), basicBlock(`${at}.block1`, to, to, 1)];
  });
  const pool = meanPool('pool');
  const head = linear('head.linear', { from: channels.at(-1) ?? 1, to: dims });
  return {
    name: 'siamese-resnet18',
    inputs: [{ name: 'features', shape: [bins, frames] }],
    outputs: [{ name: 'embedding', shape: [dims] }],
    parameters: [...stem, ...body, pool, head].flatMap(({ parameters }) => parameters),
    forward: ([features], pass) => {
      const image = (features as tf.Tensor3D).expandDims<tf.Tensor4D>(3);
      const stemmed = shrink.apply(tf.relu(stem.reduce((x, layer) => layer.apply(x, pass), image)), pass);
      const maps = body.reduce((x, layer) => layer.apply(x, pass), stemmed);
      return [unitRows(head.apply(pool.apply(maps, pass), pass), 1e-12)];
    },
  };
};
