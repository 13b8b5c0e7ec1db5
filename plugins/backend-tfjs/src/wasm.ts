import { createRequire } from 'node:module';
import { dirname, sep } from 'node:path';
import { defineBackend, tokens } from '@sid/core';
import type { TensorInfo } from '@tensorflow/tfjs';
import * as z from 'zod';
import { openEngine, type Tfjs } from './engine.ts';

/** Neither the library of ES2024 nor Node's types declare WebAssembly. */
const { WebAssembly: engine } = globalThis as unknown as {
  readonly WebAssembly: { validate(bytes: Uint8Array): boolean };
};

/** A module that uses one instruction on vectors of 128 bits. */
const simd = Uint8Array.of(
  ...[0, 97, 115, 109, 1, 0, 0, 0, 1, 4, 1, 96, 0, 0, 3, 2, 1, 0, 10, 9, 1, 7, 0, 65, 0, 253, 15, 26, 11],
);

/** What a gradient needs later is kept under another name: the kernel of tfjs copies it, though nothing ever changes it. */
const shareMemory = async (): Promise<void> => {
  const tf: Tfjs = await import('@tensorflow/tfjs');
  const kernelName = 'Identity';
  tf.unregisterKernel(kernelName, 'wasm');
  tf.registerKernel({
    kernelName,
    backendName: 'wasm',
    kernelFunc: ({ inputs, backend }) => {
      const { dataId, shape, dtype } = inputs.x as TensorInfo;
      (backend as { incRef(dataId: object): void }).incRef(dataId);
      return { dataId, shape, dtype };
    },
  });
};

const device = 'CPU, WebAssembly, 1 thread';

/** WebAssembly with SIMD: needs nothing but Node. */
export const tfjsWasm = defineBackend({
  name: 'tfjs-wasm',
  summary: 'Trains on the processor with TensorFlow.js in WebAssembly; runs everywhere.',
  revision: 1,
  options: z.strictObject({}),
  provides: tokens.tfjs,
  probe: async () =>
    engine.validate(simd)
      ? { ok: true, device }
      : {
          ok: false,
          reason: 'This processor or this Node has no SIMD instructions for WebAssembly.',
          remedy: 'Use a processor of the last ten years, or tfjs-cpu.',
        },
  share: (options) => options,
  create: async () => {
    const { setWasmPaths } = await import('@tensorflow/tfjs-backend-wasm');
    setWasmPaths(dirname(createRequire(import.meta.url).resolve('@tensorflow/tfjs-backend-wasm')) + sep);
    const engine = await openEngine({ name: 'tfjs-wasm', device }, 'wasm');
    await shareMemory();
    return engine;
  },
});
