import type { ComputeBackend, TensorRuntime } from '@sid/core';

/** The umbrella package, CommonJS: its ES modules import without extensions, which Node refuses. */
export type Tfjs = typeof import('@tensorflow/tfjs');

type About = Pick<ComputeBackend, 'name' | 'device'>;

/**
 * Makes a backend of tfjs current. It stays so when the component is disposed: tfjs has one engine per process, and
 * backends that are removed cannot be registered again.
 *
 * @param backend - its name in tfjs, registered by whoever calls
 */
export const openEngine = async (about: About, backend: string): Promise<ComputeBackend<TensorRuntime>> => {
  const tf: Tfjs = await import('@tensorflow/tfjs');
  const activate = async (): Promise<void> => {
    if (!(await tf.setBackend(backend))) throw new Error(`TensorFlow.js could not start its backend "${backend}".`);
    await tf.ready();
  };
  await activate();
  return {
    ...about,
    precision: 'fp32',
    runtime: {
      backend,
      activate,
      memory: () => {
        const { numTensors, numBytes } = tf.memory();
        return { numTensors, numBytes };
      },
    },
    [Symbol.asyncDispose]: async () => {},
  };
};
