import { createRandom } from '@sid/core';
import { createVariables, infer, type Network, trainingPass } from '@sid/nn';
import * as tf from '@tensorflow/tfjs';
import { expect } from 'vitest';
import {
  deviation,
  flatten,
  type Golden,
  goldenInput,
  goldenWeights,
  statistics,
  uniform,
} from './golden.test.fixture.ts';

/** Largest permitted deviations, relative to the largest value of a tensor, or to the norm of a gradient. */
export interface Tolerance {
  readonly value: number;
  readonly gradient: number;
}

const length = (values: ArrayLike<number>): number => Math.sqrt(Array.from(values).reduce((sum, v) => sum + v * v, 0));

/** Golden names that say more than the name of our place. */
const placeOf = (point: string): string =>
  ({
    'patch(after ReLU, 8x16x16)': 'patch',
    'stage1.block0.graph.inNorm(before ReLU)': 'stage1.block0.graph.inNorm',
    'stage1.block0.graph.maxRelativeLinear(after ReLU, nodes x 2C, all items in one axis)': 'stage1.block0.graph.mixed',
    'stage1.block0.graph(output)': 'stage1.block0.graph',
  })[point] ?? point;

/** Items in the golden order: channels first, but for the one point that has nodes first. */
const items = (value: tf.Tensor, place: string): readonly Float32Array[] => {
  const first = value.rank === 4 && !place.endsWith('.mixed') ? tf.transpose(value, [0, 3, 1, 2]) : value;
  const data = first.dataSync() as Float32Array;
  const size = value.size / (value.shape[0] ?? 1);
  return Array.from({ length: value.shape[0] ?? 1 }, (_, i) => data.slice(i * size, (i + 1) * size));
};

const batchOf = (golden: Golden, count: number): tf.Tensor =>
  tf.stack(
    Array.from({ length: count }, (_, i) => tf.tensor2d(goldenInput(i, golden.inputs), [...golden.inputs.shape])),
  );

export const checkInference = (golden: Golden, network: Network, tolerance: number): void => {
  const weights = goldenWeights(golden.parameters);
  const seen = new Map<string, readonly Float32Array[]>();
  const points = new Set(golden.activations.map(({ point }) => placeOf(point)));
  tf.tidy(() => {
    const [embedding] = infer(network, weights, [batchOf(golden, 2)], (place, value) => {
      if (points.has(place)) seen.set(place, items(value, place));
    });
    const rows = embedding === undefined ? [] : items(embedding, 'embedding');
    for (const { point, sampleIndex, inputs } of golden.activations)
      inputs.forEach((expected, i) => {
        const actual = statistics(seen.get(placeOf(point))?.[i] ?? new Float32Array(), sampleIndex);
        const scale = Math.max(Math.abs(expected.min), Math.abs(expected.max));
        expect(deviation(flatten(actual), flatten(expected), scale), `${point} of input ${i}`).toBeLessThan(tolerance);
      });
    golden.embedding.inputs.forEach((expected, i) => {
      expect(deviation(rows[i] ?? [], expected), `embedding of input ${i}`).toBeLessThan(tolerance);
    });
  });
};

export const checkTraining = (golden: Golden, network: Network, tolerance: Tolerance): void => {
  const variables = createVariables(network.parameters, goldenWeights(golden.parameters));
  const { training } = golden;
  tf.tidy(() => {
    const batch = batchOf(golden, 4);
    const trained = training.gradients.map(({ parameter }) => variables.get(parameter) as tf.Variable);
    const seen: { embedding: readonly Float32Array[] } = { embedding: [] };
    const { value, grads } = tf.variableGrads(() => {
      const [z] = network.forward([batch], trainingPass(variables, createRandom(0)));
      const vectors = z as tf.Tensor2D;
      seen.embedding = items(vectors, 'embedding');
      const signs = Float32Array.from({ length: vectors.size }, (_, k) => 2 * uniform(200000, k) - 1);
      return tf.sum(tf.mul(vectors, tf.tensor(signs, vectors.shape)));
    }, trained);
    expect(Math.abs((value.dataSync()[0] ?? Number.NaN) - training.lossValue)).toBeLessThan(tolerance.value);
    training.embedding.forEach((expected, i) => {
      expect(deviation(seen.embedding[i] ?? [], expected)).toBeLessThan(tolerance.value);
    });
    training.gradients.forEach(({ parameter, norm, sampleIndex, samples }) => {
      const gradient = grads[(variables.get(parameter) as tf.Variable).name]?.dataSync() ?? [];
      expect(Math.abs(length(gradient) / norm - 1), parameter).toBeLessThan(tolerance.gradient);
      const actual = sampleIndex.map((k) => gradient[k] ?? Number.NaN);
      expect(deviation(actual, samples, norm), parameter).toBeLessThan(tolerance.gradient);
    });
    const { norm, sampleIndex, running_mean, running_var } = training.runningStatisticsAfter;
    const running = (name: string) => {
      const values = variables.get(`${norm}.${name}`)?.dataSync() ?? [];
      return sampleIndex.map((k) => values[k] ?? Number.NaN);
    };
    expect(deviation(running('running_mean'), running_mean)).toBeLessThan(tolerance.value);
    expect(deviation(running('running_var'), running_var)).toBeLessThan(tolerance.value);
  });
  for (const variable of variables.values()) variable.dispose();
};

/** Sums of the neighbour lists of the first blocks in a training pass over formula inputs 0..3. */
export const trainingLists = (golden: Golden, network: Network, blocks: number): readonly (readonly number[])[] => {
  const variables = createVariables(network.parameters, goldenWeights(golden.parameters));
  const sums: number[][] = [];
  tf.tidy(() => {
    const see = (place: string, value: tf.Tensor): void => {
      if (!place.endsWith('.neighbours') || sums.length === blocks) return;
      sums.push(items(value, place).map((list) => list.reduce((a, b) => a + b, 0)));
    };
    network.forward([batchOf(golden, 4)], trainingPass(variables, createRandom(0), see));
  });
  for (const variable of variables.values()) variable.dispose();
  return sums;
};
