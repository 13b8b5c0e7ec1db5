import { type Component, type ComputeBackend, createRandom, type TensorRuntime, tokens } from '@sid/core';
import { createPass, initialWeights, sizeOf } from '@sid/nn';
import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, it } from 'vitest';
import { type TensorCase, tensorCases } from './tensor-cases.ts';

export { type TensorCase, tensorCases } from './tensor-cases.ts';

export interface TensorBackendCheck {
  /** Parsed by the component's own schema, as the runtime does. */
  readonly options?: unknown;
  /** What is computed; every layer of `@sid/nn` where absent. */
  readonly cases?: readonly TensorCase[];
  /** Largest difference from tfjs' backend `cpu`, over the largest value of each result; 1e-4 where absent. */
  readonly tolerance?: number;
}

/** Results by name: the output, and the gradients of the input, the parameters and the running statistics. */
type Results = ReadonlyMap<string, Float32Array>;

const normal = (key: string, shape: readonly number[]): tf.Tensor => {
  const random = createRandom(key);
  return tf.tensor(
    Float32Array.from({ length: sizeOf(shape) }, () => random.normal()),
    [...shape],
  );
};

/** Output, running statistics, and the gradients of Σ output·w, on the backend that is current. */
const compute = async ({ name, input, parameters = [], apply }: TensorCase): Promise<Results> => {
  const results = tf.tidy(() => {
    const weights = initialWeights(parameters, name);
    const values = parameters.map((parameter): [string, tf.Tensor] => {
      const start = tf.tensor(weights.get(parameter.name) ?? [], [...parameter.shape]);
      // Away from the initial zeros and ones, which would hide factors.
      return [parameter.name, tf.add(start, tf.mul(normal(parameter.name, parameter.shape), 0.2))];
    });
    const trained = parameters.filter((parameter) => parameter.trained).map((parameter) => parameter.name);
    const seen: [string, tf.Tensor][] = [];
    const run = (x: tf.Tensor, ...given: tf.Tensor[]): tf.Tensor => {
      const replaced = new Map([...values, ...trained.map((key, i) => [key, given[i] as tf.Tensor] as const)]);
      const update = (key: string, value: tf.Tensor): void => {
        seen.push([`running ${key}`, tf.keep(tf.clone(value))]);
      };
      return apply(x, createPass(replaced, { training: true, random: createRandom(7), update }));
    };
    const x = normal(`input of ${name}`, input);
    const points = [x, ...trained.map((key) => new Map(values).get(key) as tf.Tensor)];
    const output = run(...(points as [tf.Tensor]));
    const running = seen.splice(0);
    const weighing = normal(`weights of ${name}`, output.shape);
    const gradients = tf.grads((...at) => tf.sum(tf.mul(run(...(at as [tf.Tensor])), weighing)))(points);
    for (const [, value] of seen) value.dispose();
    const named = gradients.map((value, i): [string, tf.Tensor] => [`gradient of ${trained[i - 1] ?? 'input'}`, value]);
    return Object.fromEntries([['output', output] as const, ...running, ...named]);
  });
  const entries = Object.entries(results).map(async ([key, value]): Promise<[string, Float32Array]> => {
    const data = Float32Array.from(await value.data());
    value.dispose();
    return [key, data];
  });
  return new Map(await Promise.all(entries));
};

const difference = (actual: Float32Array | undefined, expected: Float32Array): number => {
  if (actual?.length !== expected.length) return Number.NaN;
  const largest = expected.reduce((most, value) => Math.max(most, Math.abs(value)), 1e-3);
  const worst = expected.reduce((most, value, i) => {
    const distance = Math.abs(value - (actual[i] ?? Number.NaN));
    return Number.isNaN(distance) ? Number.POSITIVE_INFINITY : Math.max(most, distance);
  }, 0);
  return worst / largest;
};

/**
 * Registers the tests that every backend for `tokens.tfjs` has to pass: each layer forward and backward, against
 * tfjs' own backend in plain JavaScript. Skips with the probe's reason where the backend does not run here.
 */
export const checkTensorBackend = (component: Component<'backend'>, check: TensorBackendCheck = {}): void => {
  const { cases = tensorCases, tolerance = 1e-4 } = check;

  describe(`backend ${component.name}`, () => {
    let reason: string | undefined;
    let backend: ComputeBackend<TensorRuntime>;

    beforeAll(async () => {
      const availability = await component.probe?.();
      if (availability?.ok === false) reason = availability.reason;
      if (reason !== undefined) return;
      const options = component.options.parse(check.options ?? {});
      backend = (await component.create(options, {})) as ComputeBackend<TensorRuntime>;
    }, 180_000);

    it('fills tokens.tfjs and makes itself current', async ({ skip }) => {
      expect(component.provides).toBe(tokens.tfjs);
      if (reason !== undefined) return skip(reason);
      await tf.setBackend('cpu');
      await backend.runtime.activate();
      expect(tf.getBackend()).toBe(backend.runtime.backend);
      expect(backend).toMatchObject({ name: component.name, precision: 'fp32' });
    });

    it.for(cases)('$name: forward, backward, nothing left behind', { timeout: 120_000 }, async (each, { skip }) => {
      if (reason !== undefined) return skip(reason);
      await tf.setBackend('cpu');
      const expected = await compute(each);
      await backend.runtime.activate();
      const before = backend.runtime.memory().numTensors;
      const actual = await compute(each);
      expect(backend.runtime.memory().numTensors).toBe(before);
      expect([...actual.keys()]).toEqual([...expected.keys()]);
      for (const [key, values] of expected) expect(difference(actual.get(key), values), key).toBeLessThan(tolerance);
      // A training that is continued from a checkpoint is the one that was not stopped.
      expect(await compute(each), 'the same again').toEqual(actual);
    });
  });
};
