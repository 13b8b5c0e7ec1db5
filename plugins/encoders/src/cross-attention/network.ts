import { dropout, linear, multiHeadAttention, type Network, type Parameter, type Pass } from '@sid/nn';
import * as tf from '@tensorflow/tfjs';
import type { CrossAttentionOptions } from './options.ts';

/** The parts that the whole network and its halves are put together from. */
const partsOf = ({ channels, nodes, heads, hidden, dropout: rate }: CrossAttentionOptions) => {
  const positional: Parameter = {
    name: 'positional',
    shape: [1, nodes, channels],
    trained: false,
    initial: { kind: 'normal', deviation: 1 },
  };
  const attention = multiHeadAttention('attention', { channels, heads });
  const first = linear('hidden', { from: channels, to: hidden });
  const second = linear('output', { from: hidden, to: 1 });
  return {
    attention,
    parameters: [positional, ...[attention, first, second].flatMap(({ parameters }) => parameters)],
    /** Nodes in rows, with their place. */
    placed: (matrix: tf.Tensor | undefined, pass: Pass): tf.Tensor3D =>
      tf.add(tf.transpose(matrix as tf.Tensor3D, [0, 2, 1]), pass.parameter(positional.name)),
    probability: (mean: tf.Tensor2D, pass: Pass): tf.Tensor => {
      const wide = tf.relu(first.apply(mean, pass));
      pass.see('hidden.relu', wide);
      return tf.sigmoid(second.apply(dropout(wide, rate, pass), pass));
    },
  };
};

/**
 * Node matrices of a query and of a reference window → probability that one samples the other
 * (Bhattacharjee et al. 2025). A fixed random table tells positions; it is stored with the weights, not trained.
 */
export const crossAttention = (options: CrossAttentionOptions): Network => {
  const { channels, nodes } = options;
  const { attention, parameters, placed, probability } = partsOf(options);
  return {
    name: 'cross-attention',
    inputs: [
      { name: 'query', shape: [channels, nodes] },
      { name: 'reference', shape: [channels, nodes] },
    ],
    outputs: [{ name: 'probability', shape: [1] }],
    parameters,
    forward: ([query, reference], pass) => {
      const mean = tf.mean<tf.Tensor2D>(attention.apply(placed(query, pass), placed(reference, pass), pass), 1);
      pass.see('mean', mean);
      return [probability(mean, pass)];
    },
  };
};

/**
 * The same function in three steps, for comparing every window of a query with every candidate: what depends on one
 * window alone is computed once per window, and one run compares all windows of the query with one candidate.
 */
export const crossAttentionSteps = (
  options: CrossAttentionOptions,
): Readonly<Record<'asking' | 'asked' | 'pairs', Network>> => {
  const { channels, nodes } = options;
  const { attention, parameters, placed, probability } = partsOf(options);
  const rows = [nodes, channels];
  const input = { name: 'nodes', shape: [channels, nodes] };
  return {
    asking: {
      name: 'cross-attention, query',
      inputs: [input],
      outputs: [{ name: 'query', shape: rows }],
      parameters,
      forward: ([matrix], pass) => [attention.project('query', placed(matrix, pass), pass)],
    },
    asked: {
      name: 'cross-attention, reference',
      inputs: [input],
      outputs: [
        { name: 'key', shape: rows },
        { name: 'value', shape: rows },
      ],
      parameters,
      forward: ([matrix], pass) => {
        const x = placed(matrix, pass);
        return [attention.project('key', x, pass), attention.project('value', x, pass)];
      },
    },
    pairs: {
      name: 'cross-attention, pairs',
      inputs: [
        { name: 'query', shape: rows },
        { name: 'key', shape: rows, shared: true },
        { name: 'value', shape: rows, shared: true },
      ],
      outputs: [{ name: 'probability', shape: [1] }],
      parameters,
      forward: ([query, key, value], pass) => [
        probability(attention.mean(query as tf.Tensor3D, key as tf.Tensor2D, value as tf.Tensor2D, pass), pass),
      ],
    },
  };
};
