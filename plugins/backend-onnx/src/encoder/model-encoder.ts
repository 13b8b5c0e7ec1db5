import {
  type ComputeBackend,
  type Encoder,
  type FeatureSpec,
  type GraphRuntime,
  type GraphSession,
  SidError,
} from '@sid/core';
import type { OnnxCard } from './card.ts';
import { inputTensor, outputRows, unitRows } from './tensors.ts';

/** A model of somebody else: its card, its bytes, and their digest. */
export interface ModelSource {
  readonly card: OnnxCard;
  readonly digest: string;
  read(): Promise<Uint8Array>;
}

const near = (a: number, b: number): boolean => Math.abs(a - b) <= 1e-3 * Math.max(a, b);

/** True, or what does not fit. */
const fits = ({ name, features }: OnnxCard, spec: FeatureSpec): true | string => {
  const wrong = (['bins', 'sampleRate', 'framesPerSecond'] as const).find((key) => {
    const wanted = features[key];
    return wanted !== undefined && !near(wanted, spec[key]);
  });
  return (
    wrong === undefined ||
    `The model ${name} wants ${wrong} ${features[wrong]}, and the frontend gives ${spec[wrong]}. Choose another frontend, preset or option.`
  );
};

/** An encoder that runs a model as its card says. The model is opened when the first window comes. */
export const createModelEncoder = (
  { card, digest, read }: ModelSource,
  backend: ComputeBackend<GraphRuntime>,
): Encoder => {
  const { input, output, window } = card;
  let session: Promise<GraphSession> | undefined;
  const named = (kind: 'input' | 'output', wanted: string | undefined, names: readonly string[]): string => {
    const name = wanted ?? names[0];
    if (name !== undefined && names.includes(name)) return name;
    throw new SidError(
      'SID_MODEL_INVALID',
      `The model ${card.name} has no ${kind} "${wanted}". Known: ${names.join(', ')}.`,
    );
  };
  const run = async (batch: Parameters<Encoder['encode']>[0]): Promise<Float32Array> => {
    session ??= read().then((model) => backend.runtime.open(model));
    const { inputNames, outputNames, run: infer } = await session;
    const into = named('input', input.name, inputNames);
    const from = named('output', output.name, outputNames);
    const count = input.batch ?? batch.length;
    const result = (await infer({ [into]: inputTensor(batch, count, card) }))[from];
    if (result === undefined) throw new SidError('SID_MODEL_INVALID', `The model ${card.name} gave no ${from}.`);
    const rows = outputRows(result, count, card).subarray(0, batch.length * output.dims);
    return output.unit ? Float32Array.from(rows) : unitRows(rows, output.dims);
  };
  return {
    dims: output.dims,
    windowFrames: window.frames,
    hopFrames: window.hopFrames,
    untrained: !card.trained,
    identity: { model: digest, input, output, precision: backend.precision },
    accepts: (spec) => fits(card, spec),
    exportOnnx: read,
    async encode(batch) {
      const data = new Float32Array(batch.length * output.dims);
      const most = input.batch ?? batch.length;
      for (let at = 0; at < batch.length; at += most) {
        data.set(await run(batch.slice(at, at + most)), at * output.dims);
      }
      return { rows: batch.length, cols: output.dims, data };
    },
    async [Symbol.asyncDispose]() {
      const opened = session;
      session = undefined;
      await (await opened?.catch(() => undefined))?.[Symbol.asyncDispose]();
    },
  };
};
