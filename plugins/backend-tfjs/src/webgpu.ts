import { type Availability, defineBackend, messageOf, tokens } from '@sid/core';
import * as z from 'zod';
import { openEngine } from './engine.ts';
import { probeApart } from './probe.ts';
import { resolveOptional, startWebgpu, webgpuPackages } from './webgpu-start.ts';

const absent = (name: string): boolean => {
  try {
    resolveOptional(name);
    return false;
  } catch {
    return true;
  }
};

const probe = async (): Promise<Availability> => {
  const lacking = webgpuPackages.filter(absent);
  if (lacking.length > 0) {
    return {
      ok: false,
      reason: `${lacking.join(' and ')} ${lacking.length === 1 ? 'is' : 'are'} not installed in ${process.cwd()}.`,
      remedy: 'npm install webgpu @tensorflow/tfjs-backend-webgpu@4.22.0, or use tfjs-wasm.',
    };
  }
  const { answer } = await probeApart('webgpu');
  return answer.ok
    ? { ok: true, device: answer.device, ...(answer.software ? { software: true } : {}) }
    : {
        ok: false,
        reason: `WebGPU does not start: ${answer.reason.split('\n')[0]?.replace(/\.?\s*$/, '')}.`,
        remedy:
          'Install the driver of the graphics processor (on Linux its Vulkan driver and libvulkan1; drivers in software: SwiftShader), or use tfjs-wasm.',
      };
};

/** Graphics processors of any maker, through Vulkan, Metal or Direct3D 12. */
export const tfjsWebgpu = defineBackend({
  name: 'tfjs-webgpu',
  summary: 'Trains on a graphics processor with WebGPU; needs the packages webgpu and @tensorflow/tfjs-backend-webgpu.',
  revision: 1,
  options: z.strictObject({}),
  provides: tokens.tfjs,
  probe,
  create: async () => {
    const { backend, device } = await startWebgpu().catch((error: unknown) => {
      throw new Error(`WebGPU does not start: ${messageOf(error)}`, { cause: error });
    });
    return openEngine({ name: 'tfjs-webgpu', device }, backend);
  },
});
