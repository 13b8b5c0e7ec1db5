import { defineBackend, tokens } from '@sid/core';
import * as z from 'zod';
import { createBackend } from './backend.ts';
import { processor, processorOptions } from './options.ts';
import { probeHere } from './probe.ts';

/** Runs ONNX graphs on the processor: the default, part of the package on every system it supports. */
export const onnxCpu = defineBackend({
  name: 'onnx-cpu',
  summary: 'Runs ONNX graphs on the processor with onnxruntime.',
  revision: 1,
  options: z.strictObject(processor),
  provides: tokens.onnx,
  probe: probeHere,
  create: (options) => {
    const session = processorOptions(options);
    return createBackend(
      {
        name: 'onnx-cpu',
        device: `CPU, ${session.intraOpNumThreads === 1 ? '1 thread' : `${session.intraOpNumThreads} threads`}`,
        precision: 'fp32',
      },
      { ...session, executionProviders: ['cpu'] },
    );
  },
});
