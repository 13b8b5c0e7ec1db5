import type { Random } from '@sid/core';
import * as tf from '@tensorflow/tfjs';
import type { Network } from './network.ts';
import { checkWeights, type Parameter, type Weights } from './parameter.ts';
import { createPass, type Pass, type PassOptions } from './pass.ts';

/** Parameters as tfjs holds them for training; running statistics are variables that are not trainable. */
export type Variables = ReadonlyMap<string, tf.Variable>;

/** Allocates on the current tfjs backend. Dispose each when done. */
export const createVariables = (parameters: readonly Parameter[], weights: Weights): Variables => {
  checkWeights(parameters, weights);
  return new Map(
    parameters.map(({ name, shape, trained }) => {
      const value = tf.tensor(weights.get(name) ?? [], [...shape], 'float32');
      const variable = tf.variable(value, trained);
      value.dispose();
      return [name, variable];
    }),
  );
};

/** The values at this moment, copied. */
export const weightsOf = async (variables: Variables): Promise<Weights> => {
  const entries = [...variables].map(
    async ([name, variable]): Promise<[string, Float32Array]> => [name, Float32Array.from(await variable.data())],
  );
  return new Map(await Promise.all(entries));
};

/** A pass with batch statistics and dropout, which writes running statistics back into the variables. */
export const trainingPass = (variables: Variables, random: Random, see?: PassOptions['see']): Pass =>
  createPass(variables, {
    training: true,
    random,
    ...(see === undefined ? {} : { see }),
    update: (name, value) => variables.get(name)?.assign(value),
  });

/** Runs a network on the current tfjs backend with weights as they are. The caller disposes of the outputs. */
export const infer = (
  network: Network,
  weights: Weights,
  inputs: readonly tf.Tensor[],
  see?: PassOptions['see'],
): readonly tf.Tensor[] => {
  checkWeights(network.parameters, weights);
  return tf.tidy(() => {
    const values = new Map(
      network.parameters.map(({ name, shape }): [string, tf.Tensor] => [
        name,
        tf.tensor(weights.get(name) ?? [], [...shape], 'float32'),
      ]),
    );
    return [...network.forward(inputs, createPass(values, see === undefined ? {} : { see }))];
  });
};
