import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { requireShared } from './shared-tfjs.ts';

/** As much of WebGPU's adapter as is looked at. */
interface Adapter {
  readonly info?: {
    readonly vendor?: string;
    readonly architecture?: string;
    readonly device?: string;
    readonly description?: string;
    readonly isFallbackAdapter?: boolean;
  };
}

interface Dawn {
  create(flags: readonly string[]): { requestAdapter(): Promise<Adapter | null> };
  readonly globals: object;
}

export const webgpuPackages = ['webgpu', '@tensorflow/tfjs-backend-webgpu'] as const;

/** A package of the project in which sid runs, or beside sid. @throws where it is in neither */
export const resolveOptional = (name: string): string => {
  try {
    return createRequire(join(process.cwd(), 'package.json')).resolve(name);
  } catch {
    return createRequire(import.meta.url).resolve(name);
  }
};

/** Vulkan drivers that compute on the processor. */
const softwareNames = /swiftshader|llvmpipe|lavapipe|softpipe|basic render/i;

/** Puts Dawn where a browser has its WebGPU, then loads tfjs' backend `webgpu`, which looks there. */
export const startWebgpu = async (): Promise<{
  readonly backend: string;
  readonly device: string;
  readonly software: boolean;
}> => {
  const dawn = (await import(pathToFileURL(resolveOptional('webgpu')).href)) as Dawn;
  Object.assign(globalThis, dawn.globals);
  const gpu = dawn.create([]);
  const adapter = await gpu.requestAdapter();
  if (adapter === null) throw new Error('no adapter was found');
  const { vendor, architecture, device, description, isFallbackAdapter } = adapter.info ?? {};
  const name = [...new Set([vendor, architecture, description ?? device])].filter((x) => x !== undefined && x !== '');
  Object.defineProperty(globalThis.navigator, 'gpu', { value: gpu, configurable: true });
  requireShared(resolveOptional('@tensorflow/tfjs-backend-webgpu'));
  const software = isFallbackAdapter === true || softwareNames.test(name.join(' '));
  return { backend: 'webgpu', device: `WebGPU${name.length === 0 ? '' : `, ${name.join(' ')}`}`, software };
};
