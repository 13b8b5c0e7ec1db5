import type { GraphSession } from '@sid/core';
import * as tf from '@tensorflow/tfjs';
import type { Network } from './network.ts';
import { checkWeights, type Weights } from './parameter.ts';
import { createPass } from './pass.ts';

/**
 * A network run by tfjs itself, on the tfjs backend that is set: for networks that cannot be exported. Much slower than
 * an exported graph where that backend is tfjs' own for the processor.
 */
export const openNetwork = (network: Network, weights: Weights): GraphSession => {
  checkWeights(network.parameters, weights);
  const values = new Map(
    network.parameters.map(({ name, shape }): [string, tf.Tensor] => [
      name,
      tf.keep(tf.tensor(weights.get(name) ?? [], [...shape], 'float32')),
    ]),
  );
  return {
    inputNames: network.inputs.map(({ name }) => name),
    outputNames: network.outputs.map(({ name }) => name),
    run: async (inputs) => {
      const outputs = tf.tidy(() => {
        const given = network.inputs.map(({ name }) => {
          const { dims, data } = inputs[name] ?? { dims: [0], data: new Float32Array(0) };
          return tf.tensor(data, [...dims], 'float32');
        });
        return [...network.forward(given, createPass(values))];
      });
      const results = outputs.map(async (tensor, i) => {
        const data = Float32Array.from(await tensor.data());
        tensor.dispose();
        return [network.outputs[i]?.name ?? '', { dims: tensor.shape, data }] as const;
      });
      return Object.fromEntries(await Promise.all(results));
    },
    [Symbol.asyncDispose]: async () => {
      for (const value of values.values()) value.dispose();
      values.clear();
    },
  };
};
