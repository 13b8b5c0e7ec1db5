import { existsSync } from 'node:fs';
import type { Component, ComputeBackend, GraphRuntime } from '@sid/core';
import { describe, expect, test } from 'vitest';
import { onnxCpu } from './cpu.ts';
import { onnxCuda } from './cuda.ts';
import { tinyModel } from './tiny-model.ts';
import { onnxWebgpu } from './webgpu.ts';

const open = async (component: Component<'backend'>, options: unknown = {}) =>
  (await component.create(component.options.parse(options), {})) as ComputeBackend<GraphRuntime>;

const vector = (...values: readonly number[]) => ({ dims: [values.length], data: Float32Array.from(values) });

describe('onnx-cpu', () => {
  test('runs here', async () => {
    expect(await onnxCpu.probe?.()).toEqual({ ok: true, device: 'CPU' });
  });

  test('computes, at any length, also for runs begun at once', async () => {
    await using backend = await open(onnxCpu, { threads: 1, arena: false });
    expect(backend).toMatchObject({ name: 'onnx-cpu', device: 'CPU, 1 thread', precision: 'fp32' });
    const session = await backend.runtime.open(tinyModel());
    expect(session).toMatchObject({ inputNames: ['x'], outputNames: ['y'] });
    const runs = await Promise.all([session.run({ x: vector(1, 2, 3) }), session.run({ x: vector(0.5) })]);
    expect(runs).toEqual([{ y: vector(2, 4, 6) }, { y: vector(1) }]);
  });

  test('says what is wrong with a model and with inputs, and goes on', async () => {
    await using backend = await open(onnxCpu, { threads: 1 });
    await expect(backend.runtime.open(Uint8Array.of(1, 2, 3))).rejects.toMatchObject({ code: 'SID_MODEL_INVALID' });
    const session = await backend.runtime.open(tinyModel());
    await expect(session.run({ z: vector(1) })).rejects.toMatchObject({ code: 'SID_MODEL_INVALID' });
    expect(await session.run({ x: vector(1) })).toEqual({ y: vector(2) });
  });

  test('closes its sessions, each once', async () => {
    const backend = await open(onnxCpu, { threads: 1 });
    const session = await backend.runtime.open(tinyModel());
    const running = session.run({ x: vector(4) });
    await session[Symbol.asyncDispose]();
    await backend[Symbol.asyncDispose]();
    expect(await running).toEqual({ y: vector(8) });
    await expect(session.run({ x: vector(4) })).rejects.toThrow();
  });
});

describe('onnx-cuda', () => {
  test('runs, or says why not and what to do', async () => {
    const availability = await onnxCuda.probe?.();
    if (availability?.ok === true) expect(availability.device).toBe('CUDA');
    else expect([availability?.reason.length, availability?.remedy.length].every((n) => (n ?? 0) > 20)).toBe(true);
  });
});

describe('onnx-webgpu', () => {
  // A Vulkan driver in software, part of Debian's chromium; where no graphics processor is, it stands in for one.
  const software = '/usr/lib/chromium/vk_swiftshader_icd.json';
  if (process.env.VK_ICD_FILENAMES === undefined && existsSync(software)) process.env.VK_ICD_FILENAMES = software;

  test('computes as the processor does, where there is a driver', { timeout: 90_000 }, async ({ skip }) => {
    const availability = await onnxWebgpu.probe?.();
    if (availability?.ok !== true) return skip(availability?.reason);
    await using backend = await open(onnxWebgpu);
    const session = await backend.runtime.open(tinyModel());
    expect(await session.run({ x: vector(1, 2, 3) })).toEqual({ y: vector(2, 4, 6) });
  });

  test('says what to do where there is none', { timeout: 90_000 }, async () => {
    const before = process.env.VK_ICD_FILENAMES;
    process.env.VK_ICD_FILENAMES = '/nowhere.json';
    try {
      const availability = await onnxWebgpu.probe?.();
      if (process.platform === 'linux') expect(availability?.ok).toBe(false);
      if (availability?.ok === false)
        expect(availability).toMatchObject({ remedy: expect.stringContaining('onnx-cpu') });
    } finally {
      if (before === undefined) delete process.env.VK_ICD_FILENAMES;
      else process.env.VK_ICD_FILENAMES = before;
    }
  });
});
