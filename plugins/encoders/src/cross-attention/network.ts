import { dropout, linear, multiHeadAttention, type Network, type Parameter } from '@sid/nn';
import * as tf from '@tensorflow/tfjs';
import type { CrossAttentionOptions } from './options.ts';

/**
 * Node matrices of a query and of a reference window → probability that one samples the other
 * (Bhattacharjee et al. 2025). A fixed random table tells positions; it is stored with the weights, not trained.
 */
export const crossAttention = ({ channels, nodes, heads, hidden, dropout: rate }: CrossAttentionOptions): Network => {
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
    name: 'cross-attention',
    inputs: [
      { name: 'query', shape: [channels, nodes] },
      { name: 'reference', shape: [channels, nodes] },
    ],
    outputs: [{ name: 'probability', shape: [1] }],
    parameters: [positional, ...[attention, first, second].flatMap(({ parameters }) => parameters)],
    forward: ([query, reference], pass) => {
      const [q, r] = [query, reference].map((x) =>
        tf.add(tf.transpose(x as tf.Tensor3D, [0, 2, 1]), pass.parameter(positional.name)),
      ) as [tf.Tensor3D, tf.Tensor3D];
      const mean = tf.mean<tf.Tensor2D>(attention.apply(q, r, pass), 1);
      pass.see('mean', mean);
      const wide = tf.relu(first.apply(mean, pass));
      pass.see('hidden.relu', wide);
      return [tf.sigmoid(second.apply(dropout(wide, rate, pass), pass))];
    },
  };
};
