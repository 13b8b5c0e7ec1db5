import { type Logger, messageOf, SidError } from '@sid/core';
import type { Block } from './block.ts';
import { gemmModel } from './gemm-model.ts';

/** Multiplies a batch of queries, which lie in the work space of `block`, by rows of it. */
export interface Product {
  readonly name: 'onnx' | 'wasm';
  /**
   * Writes the scores of `m` queries with the rows `from` … `from + n − 1` to the work space.
   *
   * @returns how many numbers apart the lines are, one line per query
   */
  run(block: Block, m: number, from: number, n: number): Promise<number>;
}

/** Runs everywhere, on one core. */
const wasmProduct: Product = {
  name: 'wasm',
  run: async (block, m, from, n) => {
    block.kernels.product(block.queries, block.at(from), m, n, 4 * block.stride, block.scores);
    return Math.ceil(n / 4) * 4;
  },
};

/**
 * onnxruntime reads and writes the memory of the block itself: neither rows nor scores are copied. It uses the widest
 * vectors of the processor, and its threads.
 */
const onnxProduct = async (threads: number | undefined): Promise<Product> => {
  const { InferenceSession, Tensor } = await import('onnxruntime-node');
  const session = await InferenceSession.create(gemmModel, {
    ...(threads === undefined ? {} : { intraOpNumThreads: threads }),
    interOpNumThreads: 1,
    // Work between two blocks is ours: threads that wait for more by spinning would take the core away from it.
    extra: { session: { intra_op: { allow_spinning: '0' } } },
    enableCpuMemArena: false,
  });
  return {
    name: 'onnx',
    run: async (block, m, from, n) => {
      const floats = block.floats();
      const { stride } = block;
      const view = (at: number, rows: number, cols: number) =>
        new Tensor('float32', floats.subarray(at / 4, at / 4 + rows * cols), [rows, cols]);
      const { scores } = await session.run(
        { queries: view(block.queries, m, stride), rows: view(block.at(from), n, stride) },
        { scores: view(block.scores, m, n) },
      );
      // It hands out a copy, too, megabytes with every product, which the garbage collector would come to late.
      const copy = (scores?.data as Float32Array | undefined)?.buffer;
      if (copy instanceof ArrayBuffer && copy !== floats.buffer) copy.transfer(0);
      return n;
    },
  };
};

export interface ProductOptions {
  readonly compute: 'auto' | 'onnx' | 'wasm';
  readonly threads?: number | undefined;
}

/** `onnx` where it can be loaded; with `auto`, `wasm` where it cannot. */
export const openProduct = async ({ compute, threads }: ProductOptions, logger: Logger): Promise<Product> => {
  if (compute === 'wasm') return wasmProduct;
  try {
    return await onnxProduct(threads);
  } catch (error) {
    if (compute === 'onnx') {
      throw new SidError(
        'SID_BACKEND_UNAVAILABLE',
        `onnxruntime-node cannot be loaded here: ${messageOf(error)}. Install it, or leave out "compute: onnx".`,
        { cause: error },
      );
    }
    logger.debug(`flat: onnxruntime-node cannot be used (${messageOf(error)}); searching with WebAssembly instead.`);
    return wasmProduct;
  }
};
