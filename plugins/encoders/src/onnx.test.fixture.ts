import type { ComputeBackend, GraphRuntime } from '@sid/core';
import * as ort from 'onnxruntime-node';

/** What a backend's plugin provides, in a few lines. */
const runtime: GraphRuntime = {
  async open(model) {
    const session = await ort.InferenceSession.create(model, { intraOpNumThreads: 1 });
    return {
      inputNames: session.inputNames,
      outputNames: session.outputNames,
      async run(inputs) {
        const feeds = Object.entries(inputs).map(([name, { dims, data }]): [string, ort.Tensor] => [
          name,
          new ort.Tensor('float32', data, [...dims]),
        ]);
        const results = await session.run(Object.fromEntries(feeds));
        return Object.fromEntries(
          Object.entries(results).map(([name, { dims, data }]) => [name, { dims, data: data as Float32Array }]),
        );
      },
      [Symbol.asyncDispose]: () => session.release(),
    };
  },
};

export const onnx: ComputeBackend<GraphRuntime> = {
  name: 'onnx-cpu',
  device: 'test',
  precision: 'fp32',
  runtime,
  [Symbol.asyncDispose]: async () => {},
};
