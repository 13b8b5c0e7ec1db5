import { defineIndexer, tokens } from '@sid/core';
import * as z from 'zod';
import { createFlatIndex, openFlatIndex } from './flat-index.ts';
import { openProduct } from './product.ts';

/** One WebAssembly memory holds this much at most; a larger index has several. */
const blockBytes = 2 ** 30;

/** Exact search by brute force. */
export const flat = defineIndexer({
  name: 'flat',
  summary: 'Exact: compares every query vector with every stored one by cosine.',
  revision: 1,
  options: z.strictObject({
    compute: z
      .enum(['auto', 'onnx', 'wasm'])
      .default('auto')
      .describe(
        'What multiplies batches of queries: onnxruntime-node where it is installed (auto), or one of the two.',
      ),
    threads: z.int().positive().optional().describe('Threads of onnxruntime; one per core where absent.'),
  }),
  needs: { logger: tokens.logger },
  create(options, { logger }) {
    let opening: ReturnType<typeof openProduct> | undefined;
    const product = () => {
      opening ??= openProduct(options, logger);
      return opening;
    };
    return {
      create: async (dims) => createFlatIndex(dims, await product(), blockBytes),
      open: async (chunks) => openFlatIndex(chunks, await product(), blockBytes),
    };
  },
});
