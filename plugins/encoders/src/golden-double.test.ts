import './double.test.fixture.ts';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createRandom } from '@sid/core';
import { createVariables, trainingPass } from '@sid/nn';
import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, test } from 'vitest';
import { thin } from './cases.test.fixture.ts';
import { checkInference, checkTraining } from './check.test.fixture.ts';
import { type Golden, goldenWeights } from './golden.test.fixture.ts';

const folder = join(import.meta.dirname, '../../../test/golden/encoders');

beforeAll(async () => {
  await tf.setBackend('cpu');
});

// The others take minutes this way: SID_FULL=1.
describe.each(thin.filter(({ file }) => file === 'gnn-w8' || process.env.SID_FULL === '1'))('$file', (each) => {
  const golden = JSON.parse(readFileSync(join(folder, `${each.file}.json`), 'utf8')) as Golden;

  test('computes in double precision', () => {
    expect(tf.tensor1d([1 / 3]).dataSync()[0]).toBe(1 / 3);
  });

  test('gives the activations and embeddings of the reference', { timeout: 600_000 }, () => {
    checkInference(golden, each.network, 5e-7);
  });

  test.skipIf(each.ties)('gives the gradients and running statistics of the reference', { timeout: 600_000 }, () => {
    checkTraining(golden, each.network, { value: 5e-7, gradient: 1e-6 });
  });
});

/**
 * The reference's own gradients of gnn-w8 depend on how the last bit broke the ties between nodes that are all zero, and
 * its file has sums of neighbour lists only. So the whole network is held against central differences instead, on noise,
 * where nothing ties and lists stay as they are for so small a step, to the tolerance that the reference asks for.
 */
test('gnn-w8 gives the gradients of central differences in training', { timeout: 600_000 }, () => {
  const { network } = thin.find(({ file }) => file === 'gnn-w8') ?? expect.fail();
  const golden = JSON.parse(readFileSync(join(folder, 'gnn-w8.json'), 'utf8')) as Golden;
  const variables = createVariables(network.parameters, goldenWeights(golden.parameters));
  const random = createRandom('gnn-w8');
  const [rows, columns] = golden.inputs.shape;
  const numbers = (count: number) => Float32Array.from({ length: count }, () => random.normal());
  const batch = tf.tensor3d(numbers(2 * rows * columns), [2, rows, columns]);
  const signs = tf.tensor2d(numbers(2 * 16), [2, 16]);
  const loss = (): tf.Scalar => {
    const fixed = { ...trainingPass(variables, createRandom(0)), update: () => {} };
    return tf.sum(tf.mul(network.forward([batch], fixed)[0] as tf.Tensor2D, signs));
  };
  const names = [
    'patch.conv.weight',
    'stage1.block0.graph.maxRelativeLinear.weight',
    'stage2.block1.graph.inConv.weight',
    'down3.conv.weight',
    'stage3.block2.ffn.conv2.weight',
    'stage4.block1.graph.outNorm.weight',
    'projector.linear2.bias',
  ];
  const trained = names.map((name) => variables.get(name) ?? expect.fail(name));
  const { grads } = tf.variableGrads(loss, trained);
  const valueAt = (variable: tf.Variable, at: number, step: number): number =>
    tf.tidy(() => {
      const before = variable.clone();
      const values = before.dataSync().slice();
      values[at] = (values[at] ?? 0) + step;
      variable.assign(tf.tensor(values, variable.shape));
      const value = loss().dataSync()[0] ?? Number.NaN;
      variable.assign(before);
      return value;
    });
  trained.forEach((variable, i) => {
    const gradient = grads[variable.name]?.dataSync() ?? [];
    const norm = Math.hypot(...gradient);
    expect(norm).toBeGreaterThan(0);
    for (const at of [0.2, 0.7].map((share) => Math.floor(share * variable.size))) {
      const step = 1e-8;
      const slope = (valueAt(variable, at, step) - valueAt(variable, at, -step)) / (2 * step);
      expect(Math.abs(slope - (gradient[at] ?? Number.NaN)) / norm, `${names[i]}[${at}]`).toBeLessThan(1e-6);
    }
  });
});
