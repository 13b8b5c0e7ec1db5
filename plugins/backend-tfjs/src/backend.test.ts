import type { Component, ComputeBackend, TensorRuntime } from '@sid/core';
import { describe, expect, test } from 'vitest';
import plugin from './index.ts';

const component = (name: string): Component<'backend'> =>
  plugin.components.find((each): each is Component<'backend'> => each.name === name) ?? expect.fail(name);

const open = async (name: string, options: unknown = {}) =>
  (await component(name).create(component(name).options.parse(options), {})) as ComputeBackend<TensorRuntime>;

const whileSet = async <T>(name: string, value: string, work: () => Promise<T>): Promise<T> => {
  const before = process.env[name];
  process.env[name] = value;
  try {
    return await work();
  } finally {
    if (before === undefined) delete process.env[name];
    else process.env[name] = before;
  }
};

describe.each(plugin.components.map(({ name }) => name))('%s', (name) => {
  test('runs, or says why not and what to do', { timeout: 130_000 }, async ({ skip }) => {
    const availability = await component(name).probe?.();
    if (availability?.ok !== true) {
      expect([availability?.reason.length, availability?.remedy.length].every((n) => (n ?? 0) > 20)).toBe(true);
      return skip(availability?.reason);
    }
    await using backend = await open(name);
    expect(backend).toMatchObject({ name, precision: 'fp32' });
    await backend.runtime.activate();
    expect(backend.runtime.memory().numTensors).toBeGreaterThanOrEqual(0);
  });
});

test.each(['tfjs-node', 'tfjs-node-gpu'])('%s tells of a folder that is not there', async (name) => {
  const variable = name === 'tfjs-node' ? 'SID_TFJS_NODE' : 'SID_TFJS_NODE_GPU';
  const availability = await whileSet(variable, '/nowhere', async () => component(name).probe?.());
  if (process.platform === 'darwin' && name === 'tfjs-node-gpu') return;
  expect(availability).toMatchObject({
    ok: false,
    reason: `${variable} says "/nowhere", where no package lies.`,
    remedy: expect.stringContaining('npm install'),
  });
});

test('one backend takes the place of another, and gives it back', async () => {
  const wasm = await open('tfjs-wasm');
  const cpu = await open('tfjs-cpu');
  const { getBackend } = await import('@tensorflow/tfjs');
  expect(getBackend()).toBe('cpu');
  await wasm.runtime.activate();
  expect(getBackend()).toBe('wasm');
  await cpu.runtime.activate();
  expect(getBackend()).toBe('cpu');
});
