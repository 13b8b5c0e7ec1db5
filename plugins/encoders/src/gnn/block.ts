import {
  batchNorm,
  conv1d,
  dropout,
  dropPath,
  type Layer,
  maxRelative,
  type NeighbourOptions,
  nodeLinear,
  nodeNeighbours,
} from '@sid/nn';
import * as tf from '@tensorflow/tfjs';

export interface GnnBlockOptions extends NeighbourOptions {
  readonly channels: number;
  readonly dropEdge: number;
  readonly dropPath: number;
}

/** Max-relative graph convolution over the nearest nodes of the block's input, within a residual branch. */
const graphPart = (at: string, options: GnnBlockOptions): Layer => {
  const { channels: c } = options;
  const inConv = conv1d(`${at}.inConv`, { from: c, to: c });
  const inNorm = batchNorm(`${at}.inNorm`, c);
  const mix = nodeLinear(`${at}.maxRelativeLinear`, { from: 2 * c, to: 2 * c });
  const outConv = conv1d(`${at}.outConv`, { from: 2 * c, to: c });
  const midNorm = batchNorm(`${at}.midNorm`, c);
  const outNorm = batchNorm(`${at}.outNorm`, c);
  return {
    parameters: [inConv, inNorm, mix, outConv, midNorm, outNorm].flatMap(({ parameters }) => parameters),
    apply: (x, pass) => {
      const lists = nodeNeighbours(x, options);
      pass.see(`${at}.neighbours`, lists);
      const h = tf.relu(inNorm.apply(inConv.apply(x, pass), pass));
      const m = maxRelative(h, lists, options.dropEdge, pass);
      const mixed = tf.relu(mix.apply(tf.concat4d([h, m], 3), pass));
      pass.see(`${at}.mixed`, mixed);
      const branch = midNorm.apply(outConv.apply(mixed, pass), pass);
      const y = tf.relu(outNorm.apply(tf.add(dropPath(branch, options.dropPath, pass), x), pass));
      pass.see(at, y);
      return y;
    },
  };
};

/** Two 1×1 convolutions with four times the channels between; dropout at the drop-path rate, as in the published code. */
const feedForward = (at: string, { channels: c, dropPath: rate }: GnnBlockOptions): Layer => {
  const layers = [
    conv1d(`${at}.conv1`, { from: c, to: 4 * c }),
    batchNorm(`${at}.norm1`, 4 * c),
    { parameters: [], apply: (x: tf.Tensor4D) => tf.relu(x) },
    conv1d(`${at}.conv2`, { from: 4 * c, to: c }),
    batchNorm(`${at}.norm2`, c),
  ];
  return {
    parameters: layers.flatMap(({ parameters }) => parameters),
    apply: (x, pass) =>
      tf.add(
        dropout(
          layers.reduce((y, layer) => layer.apply(y, pass), x),
          rate,
          pass,
        ),
        x,
      ),
  };
};

/** One block over `[batch, 1, nodes, channels]`. */
export const gnnBlock = (at: string, options: GnnBlockOptions): Layer => {
  const graph = graphPart(`${at}.graph`, options);
  const ffn = feedForward(`${at}.ffn`, options);
  return {
    parameters: [...graph.parameters, ...ffn.parameters],
    apply: (x, pass) => {
      const y = ffn.apply(graph.apply(x, pass), pass);
      pass.see(at, y);
      return y;
    },
  };
};
