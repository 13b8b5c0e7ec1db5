import { defineBackend, tokens } from '@sid/core';
import * as z from 'zod';
import { createBackend } from './backend.ts';
import { processor, processorOptions } from './options.ts';
import { probeApart } from './probe.ts';

/** Runs ONNX graphs on a graphics processor of any maker, through Vulkan, Metal or Direct3D 12. */
export const onnxWebgpu = defineBackend({
  name: 'onnx-webgpu',
  summary: 'Runs ONNX graphs on a graphics processor with onnxruntime and WebGPU.',
  revision: 1,
  options: z.strictObject(processor),
  provides: tokens.onnx,
  probe: async () => {
    const reason = await probeApart('webgpu');
    return reason === undefined
      ? { ok: true, device: 'WebGPU' }
      : {
          ok: false,
          reason: `WebGPU does not start: ${reason}.`,
          remedy:
            'Install the driver of the graphics processor (on Linux its Vulkan driver and libvulkan1), or use onnx-cpu.',
        };
  },
  // Operations that WebGPU lacks run on the processor.
  create: (options) =>
    createBackend(
      { name: 'onnx-webgpu', device: 'WebGPU', precision: 'fp32' },
      { ...processorOptions(options), executionProviders: ['webgpu', 'cpu'] },
    ),
});
