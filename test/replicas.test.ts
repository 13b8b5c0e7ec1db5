import { createRequire } from 'node:module';
import { setTimeout } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { type Component, type ComputeBackend, createRandom, type Loss, type TensorRuntime } from '@sid/core';
import { asNetwork, createTrainer, initialWeights } from '@sid/nn';
import backends from '@sid/plugin-backend-tfjs';
import encoders from '@sid/plugin-encoders';
import losses from '@sid/plugin-losses';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openReplicas } from '../packages/runtime/src/train/replicas.ts';

const given = { bins: 16, frames: 24, channels: [4, 4, 8, 8], dims: 8 };

const pluginAt = (specifier: string) => ({
  specifier,
  url: pathToFileURL(createRequire(import.meta.url).resolve(specifier)).href,
});

const settings = {
  plugins: [pluginAt('@sid/plugin-encoders'), pluginAt('@sid/plugin-backend-tfjs')],
  encoder: { name: 'siamese-resnet18', given },
  backend: { name: 'tfjs-wasm', settings: { prefer: [], with: {}, processes: 2 } },
  baseFolder: process.cwd(),
};

const find = (components: readonly Component[], wanted: string) => {
  const found = components.find(({ name }) => name === wanted);
  if (found === undefined) throw new Error(`There is no ${wanted}.`);
  return found;
};

const batchOf = (step: number) => {
  const random = createRandom(step);
  const data = () => Float32Array.from({ length: given.bins * given.frames }, () => random.normal());
  const rows = Array.from({ length: 12 }, (_, i) => i);
  return {
    windows: rows.map(() => ({ rows: given.bins, cols: given.frames, data: data() })),
    views: rows.map((i) => ({ side: i % 2 === 0 ? ('query' as const) : ('reference' as const), songs: [i >> 1] })),
  };
};

const open = async (options: Partial<Parameters<typeof createTrainer>[0]>) => {
  const { options: schema, network: networkOf } = find(encoders.components, 'siamese-resnet18');
  const network = asNetwork(networkOf?.(schema.parse(given)) as Parameters<typeof asNetwork>[0]);
  const component = find(losses.components, 'nt-xent');
  const loss = (await component.create(component.options.parse({}), {})) as Loss;
  const weights = initialWeights(network.parameters, 1);
  return createTrainer({ network, weights, loss, optimiser: { kind: 'adamw' }, seed: 1, ...options });
};

const exists = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

let backend: ComputeBackend<TensorRuntime>;
beforeAll(async () => {
  const component = find(backends.components, 'tfjs-wasm');
  backend = (await component.create(component.options.parse({}), {})) as typeof backend;
});
afterAll(() => backend[Symbol.asyncDispose]());

it('weights are the same to the last bit with any number of processes', async () => {
  const trained = async (parts: number, processes: number) => {
    await using replicas = await openReplicas(settings, processes - 1);
    using trainer = await open({ parts, replicas: replicas.all });
    for (let step = 0; step < 3; step++) await trainer.step(batchOf(step), 0.01);
    return trainer.state();
  };
  const two = await trained(2, 1);
  expect(await trained(2, 2)).toEqual(two);
  const three = await trained(3, 1);
  expect(await trained(3, 2)).toEqual(three);
  expect(three).not.toEqual(two);
});

it('a process that is killed is said, changes nothing, and leaves no other behind', async () => {
  const replicas = await openReplicas(settings, 2);
  using trainer = await open({ parts: 3, replicas: replicas.all });
  await trainer.step(batchOf(0), 0.01);
  const before = await trainer.state();
  process.kill(replicas.pids[0] ?? 0, 'SIGKILL');
  const failure = { code: 'SID_REPLICA_LOST', message: expect.stringContaining('by SIGKILL') };
  await expect(trainer.step(batchOf(1), 0.01)).rejects.toMatchObject(failure);
  await expect(trainer.step(batchOf(1), 0.01)).rejects.toMatchObject(failure);
  expect(await trainer.state()).toEqual(before);
  await replicas[Symbol.asyncDispose]();
  await setTimeout(50);
  expect(replicas.pids.map(exists)).toEqual([false, false]);
});

it('what hinders a process is said as if it had happened here', async () => {
  const unknown = { ...settings, encoder: { name: 'no-encoder', given: {} } };
  await expect(openReplicas(unknown, 1)).rejects.toMatchObject({ code: 'SID_COMPONENT_UNKNOWN' });
  await using replicas = await openReplicas(settings, 1);
  const weights = new Map([['conv.weight', new Float32Array(1)]]);
  const asked = await replicas.all[0]?.forward({ weights, seed: 1, count: 0, parts: [] });
  await expect(asked?.outputs).rejects.toMatchObject({ code: 'SID_WEIGHTS_INVALID' });
});
