import { createRandom, type TrainingBatch, type View } from '@sid/core';
import { asNetwork, createPairTrainer, initialWeights, type Network } from '@sid/nn';
import { tfjsWasm } from '@sid/plugin-backend-tfjs';
import encoders from '@sid/plugin-encoders';
import { beforeAll, expect, test } from 'vitest';

const [bins, frames, songs] = [16, 64, 5];

beforeAll(async () => {
  await tfjsWasm.create({}, {});
});

const networkOf = (name: string, changes: object): Network => {
  const component = encoders.components.find((each) => each.name === name) ?? expect.fail(name);
  const options = { ...(component.presets.tiny as object), ...changes };
  return asNetwork(component.network?.(component.options.parse(options)) ?? expect.fail());
};

const batch = (): TrainingBatch => {
  const random = createRandom('pairs');
  const views = (['query', 'reference'] as const).flatMap((side) =>
    Array.from({ length: songs }, (_, song): View => ({ side, songs: [song] })),
  );
  const noise = () => Float32Array.from({ length: bins * frames }, () => random.normal());
  return { views, windows: views.map(() => ({ rows: bins, cols: frames, data: noise() })) };
};

test('the re-ranker of the plugin is trained on the nodes of its graph network, which stays as it is', async () => {
  const encoder = networkOf('gnn', { bins, frames });
  const network = networkOf('cross-attention', { nodes: 4, dropout: 0 });
  const weights = initialWeights(network.parameters, 1);
  using trainer = createPairTrainer({
    network,
    weights,
    encoder: { network: encoder, weights: initialWeights(encoder.parameters, 1) },
    optimiser: { kind: 'adam' },
    mining: 'fixed',
    seed: 1,
  });
  const items = batch();
  const before = await trainer.evaluate(items);
  for (let step = 0; step < 8; step++) expect((await trainer.step(items, 1e-3)).gradientNorm).toBeGreaterThan(0);
  const after = await trainer.evaluate(items);
  expect(after.loss).toBeLessThan(before.loss);
  const learned = await trainer.weights();
  expect(learned.get('attention.inWeight')).not.toEqual(weights.get('attention.inWeight'));
  expect(learned.get('positional')).toEqual(weights.get('positional'));
});
