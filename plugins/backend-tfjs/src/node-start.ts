import { availableParallelism } from 'node:os';
import type { Tfjs } from './engine.ts';
import { loadPackage } from './node-package.ts';

/** Loads tfjs-node from a folder and says where it computes. */
export const startNode = async (
  folder: string,
  threads?: number,
): Promise<{ readonly backend: string; readonly device: string; readonly software: boolean }> => {
  loadPackage(folder, threads);
  const tf: Tfjs = await import('@tensorflow/tfjs');
  await tf.setBackend('tensorflow');
  await tf.ready();
  const { isUsingGpuDevice } = tf.backend() as unknown as { readonly isUsingGpuDevice?: boolean };
  const count = threads ?? availableParallelism();
  return {
    backend: 'tensorflow',
    device: isUsingGpuDevice === true ? 'CUDA card' : `CPU, libtensorflow, ${count} thread${count === 1 ? '' : 's'}`,
    software: isUsingGpuDevice !== true,
  };
};
