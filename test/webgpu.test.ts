import { existsSync } from 'node:fs';
import { type ComputeBackend, createRandom, type Encoder, type GraphRuntime, type Matrix } from '@sid/core';
import backends from '@sid/plugin-backend-onnx';
import encoders from '@sid/plugin-encoders';
import { expect, test } from 'vitest';

// A Vulkan driver in software, part of Debian's chromium; where no graphics processor is, it stands in for one.
const software = '/usr/lib/chromium/vk_swiftshader_icd.json';
if (process.env.VK_ICD_FILENAMES === undefined && existsSync(software)) process.env.VK_ICD_FILENAMES = software;

const backend = (name: string) => backends.components.find((each) => each.name === name) ?? expect.fail(name);
const open = async (name: string) =>
  (await backend(name).create(backend(name).options.parse({}), {})) as ComputeBackend<GraphRuntime>;

const windows = (count: number, rows: number, cols: number): readonly Matrix[] =>
  Array.from({ length: count }, (_, i) => {
    const random = createRandom(`window ${i}`);
    return { rows, cols, data: Float32Array.from({ length: rows * cols }, () => random.normal()) };
  });

test.for([
  ['gnn', 64],
  ['resnet-ibn', 252],
  ['siamese-resnet18', 128],
] as const)(
  'the tiny %s gives the same embeddings through WebGPU as on the processor',
  { timeout: 180_000 },
  async ([name, bins], { skip }) => {
    const availability = await backend('onnx-webgpu').probe?.();
    if (availability?.ok !== true) return skip(availability?.reason);
    const component = encoders.components.find((each) => each.name === name) ?? expect.fail(name);
    const options = component.options.parse(component.presets.tiny);
    const embed = async (device: string): Promise<Matrix> => {
      await using onnx = await open(device);
      const given = { onnx, seed: 1, weights: { open: () => expect.fail('no weights are asked for') } };
      await using encoder = (await component.create(options, given)) as Encoder;
      return encoder.encode(windows(1, bins, encoder.windowFrames));
    };
    const [here, there] = [await embed('onnx-cpu'), await embed('onnx-webgpu')];
    expect(here.data.length).toBeGreaterThan(0);
    const worst = here.data.reduce((most, x, i) => Math.max(most, Math.abs(x - (there.data[i] ?? Number.NaN))), 0);
    expect(worst).toBeLessThan(1e-3);
  },
);
