import { batchNorm, conv1d, conv2d, elu, type Layer, leakyRelu, linear, type Network, unitRows } from '@sid/nn';
import * as tf from '@tensorflow/tfjs';
import { gnnBlock } from './block.ts';
import type { GnnOptions } from './options.ts';
import { patches } from './patch.ts';

/** Dilation of the published network: it grows every fourth layer, blocks and downsamplers counted alike. */
const dilationOf = (layer: number): number => Math.min(Math.floor(layer / 4) + 1, 3);

interface Step {
  readonly layer: Layer;
  /** What the published code computes and then throws away. */
  readonly block: boolean;
}

/** Halves the nodes: a strided convolution over the list of nodes. */
const downsample = (at: string, from: number, to: number): Layer => {
  const conv = conv1d(`${at}.conv`, { from, to, kernel: 3, stride: 2, padding: 1 });
  const norm = batchNorm(`${at}.norm`, to);
  return {
    parameters: [...conv.parameters, ...norm.parameters],
    apply: (x, pass) => {
      const y = tf.relu(norm.apply(conv.apply(x, pass), pass));
      pass.see(at, y);
      return y;
    },
  };
};

const steps = (options: GnnOptions): readonly Step[] => {
  const { blocks, channels, neighbours: k, order, dropEdge } = options;
  const total = blocks.reduce((a, b) => a + b, 0);
  const out: Step[] = [];
  let block = 0;
  blocks.forEach((count, s) => {
    const c = channels[s] ?? 1;
    if (s > 0) out.push({ layer: downsample(`down${s}`, channels[s - 1] ?? 1, c), block: false });
    for (let b = 0; b < count; b++) {
      const dropPath = total > 1 ? (options.dropPath * block++) / (total - 1) : 0;
      const dilation = dilationOf(out.length);
      const at = `stage${s + 1}.block${b}`;
      out.push({ layer: gnnBlock(at, { channels: c, k, dilation, order, dropEdge, dropPath }), block: true });
    }
  });
  return out;
};

/** `[batch, bins, frames]` in decibels → unit rows `[batch, dims]`, and the nodes `[batch, channels, nodes]` for re-ranking. */
export const gnn = (options: GnnOptions): Network => {
  const { bins, frames, patch, patchChannels, channels, blocks, headChannels, projector, dims } = options;
  const first = channels[0] ?? 1;
  const last = channels.at(-1) ?? 1;
  const cut = patches(options);
  const stem = conv2d('stem.conv', { from: patchChannels, to: first, kernel: [1, 1] });
  const stemNorm = batchNorm('stem.norm', first);
  const body = steps(options);
  const head = conv2d('head.conv', { from: last, to: headChannels, kernel: [1, 1], bias: true });
  const linear1 = linear('projector.linear1', { from: headChannels, to: projector });
  const linear2 = linear('projector.linear2', { from: projector, to: dims });
  const start = Math.floor(bins / patch[0]) * Math.floor(frames / patch[1]);
  const nodes = blocks.slice(1).reduce((n) => Math.floor((n - 1) / 2) + 1, start);
  const all = [cut, stem, stemNorm, ...body.map(({ layer }) => layer), head, linear1, linear2];
  return {
    name: 'gnn',
    inputs: [{ name: 'features', shape: [bins, frames] }],
    outputs: [
      { name: 'embedding', shape: [dims] },
      { name: 'nodes', shape: [last, nodes] },
    ],
    parameters: all.flatMap(({ parameters }) => parameters),
    forward: ([features], pass) => {
      const cells = cut.apply(features as tf.Tensor3D, pass);
      const stemmed = leakyRelu(stemNorm.apply(stem.apply(cells, pass), pass), 0.2);
      pass.see('stem', stemmed);
      const active = body.filter(({ block }) => !block || options.graph === 'active');
      const deep = active.reduce((x, { layer }) => layer.apply(x, pass), stemmed);
      const mean = tf.mean<tf.Tensor2D>(head.apply(deep, pass), [1, 2]);
      const wide = elu(linear1.apply(mean, pass));
      pass.see('projector.elu', wide);
      const matrix = tf.transpose(deep.reshape([-1, nodes, last]), [0, 2, 1]);
      return [unitRows(linear2.apply(wide, pass), 1e-10), matrix];
    },
  };
};
