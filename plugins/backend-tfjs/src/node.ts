import { availableParallelism } from 'node:os';
import { type Availability, type ComputeBackend, defineBackend, type TensorRuntime, tokens } from '@sid/core';
import * as z from 'zod';
import { openEngine } from './engine.ts';
import { registerNodeKernels } from './node-kernels.ts';
import { findAddons, findPackage, folderVariable, type NodePackage } from './node-package.ts';
import { startNode } from './node-start.ts';
import { probeApart } from './probe.ts';

const unavailable = (reason: string, remedy: string): Availability => ({ ok: false, reason, remedy });

/** The wheels of PyPI whose libraries an addon can be compiled against. */
const byHand = (name: NodePackage): string =>
  `compile it against the libraries of PyPI's ${name === '@tensorflow/tfjs-node' ? 'tensorflow-cpu' : 'tensorflow[and-cuda], which is for CUDA 12'} (docs/reference/backends.md, "Compile tfjs-node")`;

/** What is missing in the folder of a package before it is worth loading. */
const missing = (name: NodePackage, folder: string | undefined): Availability | undefined => {
  const variable = folderVariable(name);
  if (folder === undefined) {
    const given = process.env[variable];
    return unavailable(
      given === undefined || given === ''
        ? `${name} is not installed in ${process.cwd()}.`
        : `${variable} says "${given}", where no package lies.`,
      `Install it where sid runs, npm install ${name}@4.22.0, or ${byHand(name)} and set ${variable} to its folder.`,
    );
  }
  if (findAddons(folder).length === 0) {
    return unavailable(
      `${name} in ${folder} lacks its native addon: its install script did not run (npm 12 asks for consent), or found no download for this machine.`,
      `npm rebuild ${name} --foreground-scripts, online and with its install script allowed; or ${byHand(name)}.`,
    );
  }
  return undefined;
};

/** Why loading failed, in words for those who have to mend it. */
const refusal = (name: NodePackage, folder: string, reason: string): Availability => {
  const [line = ''] = reason.split('\n');
  const library = /(\S+\.so[.\d]*|\S+\.dylib|\S+\.dll): cannot open shared object/.exec(reason)?.[1];
  if (library !== undefined) {
    return unavailable(
      `${name} in ${folder} does not load: the library ${library} is missing.`,
      `Put it into ${folder}/deps/lib, or npm rebuild ${name} --foreground-scripts, online.`,
    );
  }
  if (/can not be found at path/.test(reason)) {
    return unavailable(
      `${name} in ${folder} has its addon in another folder than it looks: ${findAddons(folder).join(', ')} (tensorflow/tfjs#8542).`,
      'Copy lib/napi-v9 to lib/napi-v8.',
    );
  }
  return unavailable(
    `${name} in ${folder} does not start: ${line.replace(/\.?\s*$/, '')}.`,
    `npm rebuild ${name} --foreground-scripts; or ${byHand(name)}.`,
  );
};

const probeProcessor = async (): Promise<Availability> => {
  const name = '@tensorflow/tfjs-node';
  const folder = findPackage(name);
  const lacking = missing(name, folder);
  if (lacking !== undefined || folder === undefined) return lacking ?? unavailable('', '');
  const { answer } = await probeApart({ folder });
  return answer.ok ? { ok: true, device: answer.device } : refusal(name, folder, answer.reason);
};

/** libtensorflow names what it cannot open, and goes on with the processor. */
const cudaLibraries = (said: string): readonly string[] => [
  ...new Set([...said.matchAll(/Could not load dynamic library '([^']+)'/g)].map(([, library]) => library ?? '')),
  // Newer versions do not name them.
  ...(/Cannot dlopen some GPU libraries/.test(said) ? ['libraries of CUDA or cuDNN'] : []),
];

const probeCard = async (): Promise<Availability> => {
  const name = '@tensorflow/tfjs-node-gpu';
  if (process.platform === 'darwin') {
    return unavailable('CUDA needs Linux or Windows; this is macOS.', 'Use tfjs-webgpu, tfjs-node or tfjs-wasm.');
  }
  const folder = findPackage(name);
  const lacking = missing(name, folder);
  if (lacking !== undefined || folder === undefined) return lacking ?? unavailable('', '');
  const { answer, said } = await probeApart({ folder });
  if (!answer.ok) return refusal(name, folder, answer.reason);
  if (!answer.software) return { ok: true, device: answer.device };
  const libraries = cudaLibraries(said);
  return libraries.length > 0
    ? unavailable(
        `${name} finds no CUDA: ${libraries.join(', ')} cannot be loaded.`,
        `Its libtensorflow 2.9 wants CUDA 11.2 (files ending in .so.11) and cuDNN 8 (libcudnn.so.8), no other versions: install them beside newer ones and add their folder to LD_LIBRARY_PATH; or ${byHand(name)}.`,
      )
    : unavailable(
        `${name} starts, and sees no card.`,
        `Check the NVIDIA driver (nvidia-smi). For a card newer than CUDA 11 ${byHand(name)}, or use tfjs-webgpu.`,
      );
};

const threads = z
  .int()
  .min(1)
  .max(1024)
  .exactOptional()
  .describe('Threads inside one operation; all processors that this process may use where absent.');

const open = async (
  component: 'tfjs-node' | 'tfjs-node-gpu',
  name: NodePackage,
  count: number,
): Promise<ComputeBackend<TensorRuntime>> => {
  const folder = findPackage(name);
  if (folder === undefined) throw new Error(`${name} is not installed.`);
  const { backend, device } = await startNode(folder, count);
  const engine = await openEngine({ name: component, device }, backend);
  await registerNodeKernels();
  return engine;
};

/** libtensorflow on the processor: several times faster than WebAssembly. */
export const tfjsNode = defineBackend({
  name: 'tfjs-node',
  summary: 'Trains on the processor with libtensorflow; needs @tensorflow/tfjs-node.',
  revision: 1,
  options: z.strictObject({ threads }),
  provides: tokens.tfjs,
  probe: probeProcessor,
  // One thread for each of two processes gets through more than two threads of one: they do not wait for each other.
  share: (options, processes) => ({
    threads: Math.max(1, Math.floor(availableParallelism() / processes)),
    ...options,
  }),
  create: ({ threads: count = availableParallelism() }) => open('tfjs-node', '@tensorflow/tfjs-node', count),
});

/** libtensorflow on an NVIDIA card. */
export const tfjsNodeGpu = defineBackend({
  name: 'tfjs-node-gpu',
  summary: 'Trains on an NVIDIA card with libtensorflow; needs @tensorflow/tfjs-node-gpu, CUDA 11.2 and cuDNN 8.',
  revision: 1,
  options: z.strictObject({ threads }),
  provides: tokens.tfjs,
  probe: probeCard,
  create: ({ threads: count = availableParallelism() }) => open('tfjs-node-gpu', '@tensorflow/tfjs-node-gpu', count),
});
