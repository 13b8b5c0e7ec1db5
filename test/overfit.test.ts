import { createRandom, type Loss, type Matrix, type TrainingBatch, type View } from '@sid/core';
import { asNetwork, createTrainer, initialWeights, type Network } from '@sid/nn';
import { tfjsWasm } from '@sid/plugin-backend-tfjs';
import encoders from '@sid/plugin-encoders';
import losses from '@sid/plugin-losses';
import { beforeAll, expect, test } from 'vitest';

/** Every loss can be learned by heart: windows of noise, so that songs have nothing in common but their number. */
const songs = 8;
const bins = 72;
const frames = 24;

beforeAll(async () => {
  await tfjsWasm.create({}, {});
});

const network = (): Network => {
  const component = encoders.components.find(({ name }) => name === 'resnet-ibn') ?? expect.fail();
  const stages = [8, 16, 32].map((channels) => ({ blocks: 1, channels }));
  const options = { ...(component.presets.tiny as object), bins, frames, stem: [4, 8], stages, dims: 32 };
  return asNetwork(component.network?.(component.options.parse(options)) ?? expect.fail());
};

const batch = (mixed: boolean): TrainingBatch => {
  const random = createRandom('overfit');
  const noise = (): Matrix => {
    const data = Float32Array.from({ length: bins * frames }, () => random.normal());
    return { rows: bins, cols: frames, data };
  };
  const view = (side: View['side'], song: number): View => ({
    side,
    songs: mixed && side === 'query' ? [song, (song + songs - 1) % songs] : [song],
  });
  const views = (['reference', 'query'] as const).flatMap((side) =>
    Array.from({ length: songs }, (_, song) => view(side, song)),
  );
  return { windows: views.map(noise), views };
};

const lossOf = async (name: string, options: object): Promise<Loss> => {
  const component = losses.components.find((each) => each.name === name) ?? expect.fail(name);
  return (await component.create(component.options.parse(options), {})) as Loss;
};

/** No cosine of eight directions is below that of a regular simplex, and there is no temperature. */
const classificationFloor = 0.3 * Math.log(1 + (2 * songs - 2) * Math.exp(-songs / (songs - 1)));

test.each<[string, object, boolean, number]>([
  ['nt-xent', {}, false, 0],
  ['multi-positive', {}, false, 0],
  // Two positives share the probability.
  ['multi-positive', {}, true, Math.log(2)],
  ['triplet', {}, false, 0],
  ['triplet', { miner: 'batch-hard' }, false, 0],
  ['triplet', { miner: 'semi-hard' }, false, 0],
  ['triplet-classification', {}, false, classificationFloor],
  ['triplet-classification', { variant: 'fixed-similarity' }, false, classificationFloor],
])('%s %o, mixed: %s, is learned by heart', async (name, options, mixed, floor) => {
  const learned = network();
  using trainer = createTrainer({
    network: learned,
    weights: initialWeights(learned.parameters, 1),
    loss: await lossOf(name, options),
    optimiser: { kind: 'adamw' },
    seed: 1,
  });
  const items = batch(mixed);
  const step = async () => (await trainer.step(items, 5e-3)).loss - floor;
  expect(await step()).toBeGreaterThan(0.3);
  let above = await step();
  while (above > 0.1 && trainer.count < 60) above = await step();
  expect(above).toBeLessThan(0.1);
});
