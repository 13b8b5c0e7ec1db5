import { messageOf } from '@sid/core';
import type { Tfjs } from './engine.ts';
import { startNode } from './node-start.ts';
import { startWebgpu } from './webgpu-start.ts';

/** What is tried: WebGPU, or a folder that holds tfjs-node. */
export type Attempt = 'webgpu' | { readonly folder: string };

/** The last line that this module prints. */
export type Answer =
  | { readonly ok: true; readonly device: string; readonly software: boolean }
  | { readonly ok: false; readonly reason: string };

const start = async (attempt: Attempt): Promise<{ backend: string; device: string; software: boolean }> =>
  attempt === 'webgpu' ? startWebgpu() : startNode(attempt.folder);

/**
 * Run as a process of its own: a driver or a native addon that crashes takes only this one with it, and what it writes
 * to stderr stays out of sid's.
 */
const answer = async (attempt: Attempt): Promise<Answer> => {
  try {
    const { backend, device, software } = await start(attempt);
    const tf: Tfjs = await import('@tensorflow/tfjs');
    await tf.setBackend(backend);
    await tf.ready();
    const [product] = await tf.matMul(tf.tensor2d([[1, 2, 3]]), tf.tensor2d([[1], [2], [3]])).data();
    if (product !== 14) throw new Error(`a product of two vectors is ${product} instead of 14`);
    return { ok: true, device, software };
  } catch (error) {
    return { ok: false, reason: messageOf(error) };
  }
};

// Started by probe.ts alone. Leaves at once, since a device that is open would keep the process alive.
process.stdout.write(`\n${JSON.stringify(await answer(JSON.parse(process.argv[2] ?? '') as Attempt))}`, () =>
  process.exit(0),
);
