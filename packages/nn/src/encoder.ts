import {
  type ComputeBackend,
  type Encoder,
  type FeatureSpec,
  type GraphRuntime,
  type GraphSession,
  type Matrix,
  type NodeOutput,
  SidError,
} from '@sid/core';
import type { Network } from './network.ts';
import { openNetwork } from './network-session.ts';
import { exportOnnx } from './onnx/export.ts';
import { initialWeights, type Weights } from './parameter.ts';
import { adjoining, stackWindows } from './windows.ts';

/** Where the values of a network come from; read when the first window is embedded. */
export interface WeightsSource {
  /** Equal for equal values: a digest, or the seed of random ones. */
  readonly identity: string;
  readonly untrained: boolean;
  /** The frontend they were trained with, as a configuration names it. */
  readonly frontend?: unknown;
  load(): Promise<Weights>;
}

/** Random values, for a method that was not trained. */
export const untrainedWeights = (network: Network, seed: number): WeightsSource => ({
  identity: `untrained, seed ${seed}`,
  untrained: true,
  load: async () => initialWeights(network.parameters, seed),
});

export interface EncoderGraph {
  /**
   * One input, `[bins, frames]`; the first output is the embedding, `[dims]`, of length 1. An output `nodes`,
   * `[features, nodes]`, is what re-rankers compare.
   */
  readonly network: Network;
  /** Everything that the network was made from, for cache keys. */
  readonly options: unknown;
  /** Distance of the windows of a track where a method does not say, in frames. */
  readonly hopFrames: number;
  /** What the frontend must give besides bins; anything where absent. */
  readonly features?: Partial<Pick<FeatureSpec, 'sampleRate' | 'framesPerSecond'>>;
  readonly weights: WeightsSource;
  readonly backend: ComputeBackend<GraphRuntime>;
  /** Told where the network cannot be exported, so that tfjs itself has to run it. */
  readonly warn?: (message: string) => void;
}

/** A window that a network has no embedding for (silence, where it stretches a window to its extremes) is near nothing. */
const withoutNaN = (data: Float32Array, dims: number): Float32Array => {
  for (let row = 0; row < data.length; row += dims) {
    let sum = 0;
    for (let i = row; i < row + dims; i++) sum += data[i] ?? 0;
    if (Number.isNaN(sum)) data.fill(0, row, row + dims);
  }
  return data;
};

const units = { bins: 'bins', sampleRate: 'Hz', framesPerSecond: 'frames per second' } as const;

/** True, or the first thing that does not fit. */
const fits = (name: string, wanted: Partial<FeatureSpec>, spec: FeatureSpec): true | string => {
  const keys = ['bins', 'sampleRate', 'framesPerSecond'] as const;
  const wrong = keys.find((key) => Math.abs(1 - (wanted[key] ?? spec[key]) / spec[key]) > 1e-3);
  if (wrong === undefined) return true;
  const said = (value: number | undefined) => `${Number((value ?? 0).toFixed(3))} ${units[wrong]}`;
  return `The encoder ${name} takes ${said(wanted[wrong])}, and the frontend gives ${said(spec[wrong])}; choose the frontend's preset of the same name, or set ${wrong === 'bins' ? 'the option bins' : 'features'} of the encoder.`;
};

/**
 * An encoder out of a network: exported to ONNX and opened when the first window comes, so that nothing is computed
 * where every embedding is cached.
 */
export const createEncoderGraph = (source: EncoderGraph): Encoder => {
  const { network, options, hopFrames, features, weights, backend, warn } = source;
  const [bins = 0, frames = 0] = network.inputs[0]?.shape ?? [];
  const input = network.inputs[0]?.name ?? '';
  const output = network.outputs[0]?.name ?? '';
  const dims = network.outputs[0]?.shape[0] ?? 0;
  const [nodeFeatures, places] = network.outputs.find(({ name }) => name === 'nodes')?.shape ?? [];
  let session: Promise<GraphSession> | undefined;
  let room: Float32Array | undefined;
  const graph = async (): Promise<Uint8Array> => exportOnnx(network, await weights.load());
  const open = async (): Promise<GraphSession> => {
    try {
      return await backend.runtime.open(await graph());
    } catch (error) {
      if (!(error instanceof SidError) || error.code !== 'SID_EXPORT_UNSUPPORTED') throw error;
      warn?.(`${error.message} It runs with TensorFlow.js, slowly.`);
      return openNetwork(network, await weights.load());
    }
  };
  const run = async (batch: readonly Matrix[], wanted: readonly (readonly [name: string, size: number])[]) => {
    if (batch.length === 0) return wanted.map(([, cols]): Matrix => ({ rows: 0, cols, data: new Float32Array(0) }));
    const lying = adjoining(batch, bins, frames);
    const data = lying ?? stackWindows(batch, bins, frames, room);
    // Another batch must not be written into it before this one was read.
    if (lying === undefined) room = undefined;
    session ??= open();
    const results = await (await session).run({ [input]: { dims: [batch.length, bins, frames], data } });
    if (lying === undefined) room = data;
    return wanted.map(([name, cols]): Matrix => {
      const found = results[name];
      if (found === undefined) throw new SidError('SID_MODEL_INVALID', `The network ${network.name} gave no ${name}.`);
      return { rows: batch.length, cols, data: withoutNaN(new Float32Array(found.data), cols) };
    });
  };
  const nodesOf = (shape: readonly [number, number]): NodeOutput => ({
    shape,
    encode: async (batch) => {
      const [vectors, nodes] = await run(batch, [
        [output, dims],
        ['nodes', shape[0] * shape[1]],
      ]);
      return { vectors: vectors as Matrix, nodes: nodes as Matrix };
    },
  });
  return {
    dims,
    windowFrames: frames,
    hopFrames,
    untrained: weights.untrained,
    ...(weights.frontend === undefined ? {} : { trainedWith: weights.frontend }),
    identity: { network: network.name, options, weights: weights.identity, precision: backend.precision },
    accepts: (spec) => fits(network.name, { bins, ...features }, spec),
    exportOnnx: graph,
    prepare: async () => {
      session ??= open();
      await session;
    },
    encode: async (batch) => (await run(batch, [[output, dims]]))[0] as Matrix,
    ...(nodeFeatures === undefined || places === undefined ? {} : { nodes: nodesOf([nodeFeatures, places]) }),
    async [Symbol.asyncDispose]() {
      const opened = session;
      session = undefined;
      await (await opened?.catch(() => undefined))?.[Symbol.asyncDispose]();
    },
  };
};
