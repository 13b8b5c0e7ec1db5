import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createRandom } from '@sid/core';
import { exportOnnx, infer, initialWeights, type Network, type Weights } from '@sid/nn';
import * as tf from '@tensorflow/tfjs';
import '@tensorflow/tfjs-backend-wasm';
import * as ort from 'onnxruntime-node';
import { beforeAll, describe, expect, test } from 'vitest';
import { full, thin } from './cases.test.fixture.ts';
import { crossAttention } from './cross-attention/network.ts';
import { crossAttentionPresets } from './cross-attention/options.ts';
import { gnn } from './gnn/network.ts';
import { gnnOptions, gnnPresets } from './gnn/options.ts';
import { deviation, type Golden, goldenInput, goldenWeights } from './golden.test.fixture.ts';
import { resnetIbn } from './resnet-ibn/network.ts';
import { resnetIbnPresets } from './resnet-ibn/options.ts';
import { siameseResnet18 } from './siamese-resnet18/network.ts';
import { siameseResnet18Presets } from './siamese-resnet18/options.ts';

const root = join(import.meta.dirname, '../../..');
const folder = join(root, 'test/golden/encoders');

interface Case {
  readonly name: string;
  readonly network: Network;
  readonly weights: () => Weights;
  /** One input for a batch; noise around a wave if left out. */
  readonly input?: (batch: number) => Float32Array;
  /** What is compared; all if left out. */
  readonly outputs?: readonly string[];
}

const read = (name: string): Golden => JSON.parse(readFileSync(join(folder, `${name}.json`), 'utf8')) as Golden;

/**
 * The reference's inputs 0 and 1 over and over: their distances are known to be far enough apart. With arbitrary ones
 * two programs may choose another neighbour where two are equally near in single precision.
 */
const clearNeighbours = (batch: number): Float32Array => {
  const { inputs } = read('gnn-w8');
  const pair = [goldenInput(0, inputs), goldenInput(1, inputs)];
  const size = inputs.shape[0] * inputs.shape[1];
  const out = new Float32Array(batch * size);
  for (let i = 0; i < batch; i++) out.set(pair[i % 2] ?? [], i * size);
  return out;
};
const untrained = (name: string, network: Network, more: Pick<Case, 'input' | 'outputs'> = {}): Case => ({
  name,
  network,
  weights: () => initialWeights(network.parameters, 1),
  ...more,
});
const gnnTiny = gnn(gnnOptions.parse(gnnPresets.tiny));

const cases: readonly Case[] = [
  ...thin.map(({ file, network, ties }) => ({
    name: file,
    network,
    weights: () => goldenWeights(read(file).parameters),
    ...(ties === true ? { input: clearNeighbours } : {}),
  })),
  untrained('resnet-ibn tiny', resnetIbn(resnetIbnPresets.tiny)),
  untrained('gnn tiny', gnnTiny, { input: clearNeighbours }),
  untrained('gnn tiny-published', gnn(gnnOptions.parse(gnnPresets['tiny-published']))),
  // Where two nodes are equally near in single precision, the programs may choose differently. Nodes then differed by up
  // to 2e-4 (six batches of noise, two sets of weights), the embedding, which is made of their mean, by 3e-6.
  untrained('gnn tiny on noise', gnnTiny, { outputs: ['embedding'] }),
  untrained('siamese-resnet18 tiny', siameseResnet18(siameseResnet18Presets.tiny)),
  untrained('cross-attention tiny', crossAttention(crossAttentionPresets.tiny)),
];

beforeAll(async () => {
  await tf.setBackend('wasm');
});

/** Batches of noise around a slope, as the network takes them. */
const inputsOf = (network: Network, batch: number): readonly Float32Array[] =>
  network.inputs.map(({ name, shape }) => {
    const random = createRandom(name);
    const size = shape.reduce((a, b) => a * b, batch);
    return Float32Array.from({ length: size }, (_, i) => random.normal() + Math.sin(i / 50));
  });

describe.each(cases)('$name', ({ network, weights, input, outputs }) => {
  test('gives with onnxruntime what it gives with tfjs, for any batch', async () => {
    const values = weights();
    const session = await ort.InferenceSession.create(exportOnnx(network, values), { intraOpNumThreads: 1 });
    expect(session.inputNames).toEqual(network.inputs.map(({ name }) => name));
    for (const batch of [1, 3, 32]) {
      const data = input === undefined ? inputsOf(network, batch) : [input(batch)];
      const feeds = Object.fromEntries(
        network.inputs.map(({ name, shape }, i) => [
          name,
          new ort.Tensor('float32', data[i] ?? new Float32Array(), [batch, ...shape]),
        ]),
      );
      const results = await session.run(feeds);
      const tensors = network.inputs.map(({ shape }, i) => tf.tensor(data[i] ?? [], [batch, ...shape]));
      const expected = infer(network, values, tensors);
      network.outputs.forEach(({ name, shape }, i) => {
        expect(results[name]?.dims).toEqual([batch, ...shape]);
        const actual = results[name]?.data as Float32Array;
        if (outputs?.includes(name) === false) return;
        const difference = deviation(actual, expected[i]?.dataSync() ?? []);
        expect(difference, `${name}, batch ${batch}`).toBeLessThan(1e-4);
      });
      tf.dispose([...tensors, ...expected]);
    }
    await session.release();
  });
});

describe.each(full)('$file', ({ file, network, tolerance }) => {
  const path = join(root, '../shared/data/encoder-reference', `${file}.json`);

  // Up to 0.8 GB of weights: only on demand (SID_FULL=1), where the reference data lie beside the checkout.
  test.skipIf(!existsSync(path) || process.env.SID_FULL !== '1')(
    'gives the embeddings of the reference with onnxruntime',
    { timeout: 600_000 },
    async () => {
      const { parameters, inputs, embedding } = JSON.parse(readFileSync(path, 'utf8')) as Golden;
      const session = await ort.InferenceSession.create(exportOnnx(network, goldenWeights(parameters)));
      for (const [i, expected] of embedding.inputs.entries()) {
        const features = new ort.Tensor('float32', goldenInput(i, inputs), [1, ...inputs.shape]);
        const { embedding: actual } = await session.run({ features });
        expect(deviation(actual?.data as Float32Array, expected), `input ${i}`).toBeLessThan(tolerance);
      }
      await session.release();
    },
  );
});
