import type { Library } from './library.ts';
import { tinyModel } from './tiny-model.ts';

export type Provider = 'cpu' | 'webgpu' | 'cuda';

/** Opens a tiny session on a provider and computes with it. @throws whatever onnxruntime says */
export const tryProvider = async (library: Library, provider: Provider): Promise<void> => {
  const session = await library.InferenceSession.create(tinyModel(), {
    executionProviders: [provider],
    // Otherwise onnxruntime would quietly take the CPU.
    ...(provider === 'cpu' ? {} : { extra: { session: { disable_cpu_ep_fallback: '1' } } }),
  });
  try {
    const { y } = await session.run({ x: new library.Tensor('float32', Float32Array.of(1, 2, 3), [3]) });
    if (y?.data[2] !== 6) throw new Error(`computed ${String(y?.data[2])} instead of 6`);
  } finally {
    await session.release();
  }
};
