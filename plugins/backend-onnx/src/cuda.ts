import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { type Availability, defineBackend, tokens } from '@sid/core';
import * as z from 'zod';
import { createBackend } from './backend.ts';
import { processor, processorOptions } from './options.ts';
import { probeApart } from './probe.ts';

const libraries: Readonly<Record<string, string>> = {
  'linux-x64': 'libonnxruntime_providers_cuda.so',
  'win32-x64': 'onnxruntime_providers_cuda.dll',
};

/** Where onnxruntime looks for its CUDA provider, which its package does not contain. */
const provider = (): { readonly name: string; readonly there: boolean } | undefined => {
  const name = libraries[`${process.platform}-${process.arch}`];
  if (name === undefined) return undefined;
  const main = createRequire(import.meta.url).resolve('onnxruntime-node');
  return { name, there: existsSync(join(dirname(main), '../bin/napi-v6', process.platform, process.arch, name)) };
};

const unavailable = (reason: string, remedy: string): Availability => ({ ok: false, reason, remedy });

const probe = async (): Promise<Availability> => {
  const library = provider();
  if (library === undefined) {
    return unavailable(
      `CUDA needs Linux or Windows on x64; this is ${process.platform} on ${process.arch}.`,
      'Use onnx-webgpu or onnx-cpu.',
    );
  }
  // Asked for without it, onnxruntime fills the terminal with its own complaint.
  if (!library.there) {
    return unavailable(
      `onnxruntime's CUDA provider (${library.name}) is not installed.`,
      'With an NVIDIA card, CUDA 12 and cuDNN 9: npm rebuild onnxruntime-node --foreground-scripts, with its install script allowed, fetches it. Or use onnx-webgpu or onnx-cpu.',
    );
  }
  const reason = await probeApart('cuda');
  return reason === undefined
    ? { ok: true, device: 'CUDA' }
    : unavailable(
        `CUDA does not start: ${reason}.`,
        'Check the NVIDIA driver (nvidia-smi), and that the libraries of CUDA 12 and cuDNN 9 are on the library path. Or use onnx-webgpu or onnx-cpu.',
      );
};

/** Runs ONNX graphs on NVIDIA cards, where onnxruntime's CUDA provider was installed. */
export const onnxCuda = defineBackend({
  name: 'onnx-cuda',
  summary: 'Runs ONNX graphs on an NVIDIA card with onnxruntime and CUDA.',
  revision: 1,
  options: z.strictObject({ ...processor, device: z.int().min(0).default(0).describe('Number of the card.') }),
  provides: tokens.onnx,
  probe,
  create: (options) =>
    createBackend(
      // onnxruntime lets convolutions and products use TF32 on this provider.
      { name: 'onnx-cuda', device: `CUDA card ${options.device}`, precision: 'tf32' },
      { ...processorOptions(options), executionProviders: [{ name: 'cuda', deviceId: options.device }, 'cpu'] },
    ),
});
