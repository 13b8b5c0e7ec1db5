import type { ComputeBackend, GraphRuntime, GraphSession, Matrix } from '@sid/core';
import { exportOnnx, type Network, type WeightsSource } from '@sid/nn';
import { crossAttentionSteps } from './network.ts';
import type { CrossAttentionOptions } from './options.ts';

/** Compares windows by their node matrices. */
export interface Classifier extends AsyncDisposable {
  /** What is needed of windows of the query, one row each. */
  asking(nodes: Matrix): Promise<Matrix>;
  /** What is needed of candidates, one row each. */
  asked(nodes: Matrix): Promise<{ readonly keys: Matrix; readonly values: Matrix }>;
  /** The probability of each row of `queries` that it and the one candidate share a sample. */
  compare(queries: Matrix, key: Float32Array, value: Float32Array): Promise<Float32Array>;
}

const batchSize = 64;

/** Opens its graphs when it is first asked. */
export const createClassifier = (
  options: CrossAttentionOptions,
  weights: WeightsSource,
  backend: ComputeBackend<GraphRuntime>,
): Classifier => {
  const { channels, nodes } = options;
  const size = channels * nodes;
  const steps = crossAttentionSteps(options);
  const sessions = new Map<Network, Promise<GraphSession>>();
  const open = async (network: Network) => backend.runtime.open(exportOnnx(network, await weights.load()));
  const sessionOf = (network: Network): Promise<GraphSession> => {
    const session = sessions.get(network) ?? open(network);
    sessions.set(network, session);
    return session;
  };
  /** Every output of a step for every row, a batch at a time. */
  const perWindow = async (network: Network, { rows, data }: Matrix): Promise<readonly Matrix[]> => {
    const outputs = network.outputs.map(({ name }) => ({ name, data: new Float32Array(rows * size) }));
    for (let at = 0; at < rows; at += batchSize) {
      const end = Math.min(rows, at + batchSize);
      const batch = data.slice(at * size, end * size);
      const session = await sessionOf(network);
      const results = await session.run({ nodes: { dims: [end - at, channels, nodes], data: batch } });
      for (const output of outputs) output.data.set(results[output.name]?.data ?? [], at * size);
    }
    return outputs.map((output) => ({ rows, cols: size, data: output.data }));
  };
  const dims = [nodes, channels];
  return {
    asking: async (matrices) => (await perWindow(steps.asking, matrices))[0] as Matrix,
    asked: async (matrices) => {
      const [keys, values] = await perWindow(steps.asked, matrices);
      return { keys: keys as Matrix, values: values as Matrix };
    },
    compare: async ({ rows, data }, key, value) => {
      const session = await sessionOf(steps.pairs);
      const { probability } = await session.run({
        query: { dims: [rows, ...dims], data },
        key: { dims, data: key },
        value: { dims, data: value },
      });
      return probability?.data ?? new Float32Array(rows);
    },
    [Symbol.asyncDispose]: async () => {
      for (const session of sessions.values()) await (await session.catch(() => undefined))?.[Symbol.asyncDispose]();
      sessions.clear();
    },
  };
};
