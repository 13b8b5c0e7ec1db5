import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { WeightsLayout } from '@sid/core';
import { infer, type Network } from '@sid/nn';
import { bytesSource, fitTensors, openTensors, type TensorFile } from '@sid/weights';
import * as tf from '@tensorflow/tfjs';
import '@tensorflow/tfjs-backend-wasm';
import { beforeAll, describe, expect, test } from 'vitest';
import { thin } from './cases.test.fixture.ts';
import { archive, type StorageRow } from './checkpoint.test.fixture.ts';
import { crossAttention } from './cross-attention/network.ts';
import { crossAttentionOptions } from './cross-attention/options.ts';
import { crossAttentionPublished } from './cross-attention/published.ts';
import { gnn } from './gnn/network.ts';
import { gnnOptions } from './gnn/options.ts';
import { gnnPublished } from './gnn/published.ts';
import { deviation, type Golden, goldenInput } from './golden.test.fixture.ts';
import { resnetIbn } from './resnet-ibn/network.ts';
import { resnetIbnOptions } from './resnet-ibn/options.ts';
import { resnetIbnPublished } from './resnet-ibn/published.ts';
import { siameseResnet18Published } from './siamese-resnet18/published.ts';

const root = join(import.meta.dirname, '../../../test/golden');
const bytes = (name: string) => readFileSync(join(root, name));
const json = <T>(name: string): T => JSON.parse(bytes(name).toString()) as T;

beforeAll(async () => {
  await tf.setBackend('wasm');
  await tf.ready();
});

const weightsOf = async (name: string, file: TensorFile, layout: WeightsLayout) => {
  const { sources } = fitTensors(name, file, layout);
  const entries = [...sources].map(
    async ([own, source]): Promise<[string, Float32Array]> => [own, await file.read(source)],
  );
  return new Map(await Promise.all(entries));
};

const embeddings = (
  network: Network,
  weights: ReadonlyMap<string, Float32Array>,
  inputs: Golden['inputs'],
  count: number,
) =>
  tf.tidy(() => {
    const data = Array.from({ length: count }, (_, i) => [...goldenInput(i, inputs)]).flat();
    const [output] = infer(network, weights, [tf.tensor(data, [count, ...inputs.shape])]);
    return output?.arraySync() as number[][];
  });

const preset = { stages: [2, 2, 2, 2] };
const staged = (blocks: readonly number[]) =>
  resnetIbnOptions.parse({ stages: blocks.map((count) => ({ blocks: count, channels: 8 })) });

describe('a checkpoint of PyTorch gives the golden embedding', () => {
  const published: Readonly<Record<string, WeightsLayout['published']>> = {
    'resnet18-w8': siameseResnet18Published,
    'resnet-ibn-baseline-w8': resnetIbnPublished({ ...staged(preset.stages), form: 'post-activation' }),
    'resnet-ibn-riou-w8': resnetIbnPublished(staged([3, 4, 6, 3])),
    'gnn-w8': gnnPublished(gnnOptions.parse({ blocks: [2, 2, 6, 2] })),
  };

  // The pickle is PyTorch's; its storages, too large to keep, are filled here by the formula.
  test.each(thin)('$file', async ({ file: name, network, tolerance }) => {
    const golden = json<Golden>(`encoders/${name}.json`);
    const zip = archive(
      bytes(`checkpoints/${name}.pkl`),
      json<readonly StorageRow[]>(`checkpoints/${name}.json`),
      golden.parameters,
    );
    const names = published[name];
    if (names === undefined) throw new Error(`${name} has no names`);
    const file = await openTensors(bytesSource(`${name}.pth`, zip));
    const weights = await weightsOf(name, file, { tensors: network.parameters, published: names });
    const actual = embeddings(network, weights, golden.inputs, 1);
    expect(deviation(actual[0] ?? [], golden.embedding.inputs[0] ?? [])).toBeLessThan(tolerance);
  });
});

describe('a whole file of PyTorch gives the embedding that PyTorch computed', () => {
  const wanted =
    json<
      Readonly<
        Record<string, { readonly inputs: Golden['inputs']; readonly embedding: readonly (readonly number[])[] }>
      >
    >('checkpoints/tiny.json');
  const thinGnn = gnnOptions.parse({
    blocks: [1, 1, 1, 1],
    channels: [4, 4, 8, 8],
    patchChannels: 4,
    headChannels: 8,
    projector: 16,
    dims: 8,
  });
  const stages = (blocks: number, channels: readonly number[], strides: readonly number[]) =>
    channels.map((c, i) => ({ blocks, channels: c, stride: strides[i] ?? 1, ibn: true }));
  const baseline = resnetIbnOptions.parse({
    form: 'post-activation',
    bins: 84,
    frames: 216,
    stem: [4],
    stages: stages(2, [4, 4, 8, 8], [1, 1, 2, 2]),
    dims: 8,
  });
  const riou = resnetIbnOptions.parse({ stem: [4, 4], stages: stages(1, [4, 8, 8, 8], [1, 2, 2, 1]), dims: 8 });

  test.each([
    { name: 'tiny-gnn', network: gnn(thinGnn), published: gnnPublished(thinGnn) },
    { name: 'tiny-baseline', network: resnetIbn(baseline), published: resnetIbnPublished(baseline) },
    { name: 'tiny-riou', network: resnetIbn(riou), published: resnetIbnPublished(riou) },
  ])('$name', async ({ name, network, published }) => {
    const file = await openTensors(bytesSource(name, bytes(`checkpoints/${name}.pth`)));
    const weights = await weightsOf(name, file, { tensors: network.parameters, published });
    const { inputs, embedding } = wanted[name] ?? expect.fail(`${name} has no embedding`);
    const actual = embeddings(network, weights, inputs, 2);
    expect(deviation(actual.flat(), embedding.flat())).toBeLessThan(1e-4);
  });
});

test('a checkpoint of the re-ranker has the tensors of its network', async () => {
  const { parameters } = json<Golden>('encoders/mhca.json');
  const zip = archive(bytes('checkpoints/mhca.pkl'), json<readonly StorageRow[]>('checkpoints/mhca.json'), parameters);
  const network = crossAttention(crossAttentionOptions.parse({}));
  const file = await openTensors(bytesSource('mhca.pth', zip));
  const fit = fitTensors('mhca', file, { tensors: network.parameters, published: crossAttentionPublished });
  expect(new Set(fit.sources.keys())).toEqual(new Set(parameters.map(({ name }) => name)));
  expect(fit.left).toEqual([]);
});

test('a checkpoint of another preset is refused', async () => {
  const file = await openTensors(bytesSource('x', bytes('checkpoints/tiny-riou.pth')));
  const options = staged([1, 1, 1]);
  const layout = { tensors: resnetIbn(options).parameters, published: resnetIbnPublished(options) };
  expect(() => fitTensors('x', file, layout)).toThrow(/not known: backbone\.1/);
});
