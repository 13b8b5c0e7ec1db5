import { type FloatTensor, type GraphSession, messageOf, SidError } from '@sid/core';
import type { InferenceSession, OnnxValue } from 'onnxruntime-node';
import type { Library } from './library.ts';

const floatsOf = (name: string, { dims, data, type }: OnnxValue): FloatTensor => {
  if (data instanceof Float32Array) return { dims, data };
  if (type === 'string' || type === 'float16') {
    throw new SidError(
      'SID_MODEL_INVALID',
      `Output "${name}" of the model has the type ${type}. Export it with float32 outputs.`,
    );
  }
  return { dims, data: Float32Array.from(data as ArrayLike<number | bigint>, Number) };
};

/**
 * Opens a model. Runs of one session follow each other: a graph uses all threads by itself, and device providers do
 * not promise more.
 *
 * @throws SidError SID_MODEL_INVALID where onnxruntime refuses the bytes, and from `run` where it refuses the inputs
 */
export const openSession = async (
  library: Library,
  model: Uint8Array,
  options: InferenceSession.SessionOptions,
): Promise<GraphSession> => {
  const refuse = (what: string, error: unknown): never => {
    throw new SidError('SID_MODEL_INVALID', `${what}: ${messageOf(error).trim()}`, { cause: error });
  };
  const session = await library.InferenceSession.create(model, options).catch((error: unknown) =>
    refuse('onnxruntime cannot open the model', error),
  );
  let last: Promise<unknown> = Promise.resolve();
  let open = true;
  const run = async (inputs: Readonly<Record<string, FloatTensor>>): Promise<Readonly<Record<string, FloatTensor>>> => {
    const feeds = Object.fromEntries(
      Object.entries(inputs).map(([name, { dims, data }]) => [name, new library.Tensor('float32', data, [...dims])]),
    );
    const outputs = await session
      .run(feeds)
      .catch((error: unknown) => refuse('onnxruntime cannot run the model on these inputs', error));
    return Object.fromEntries(Object.entries(outputs).map(([name, value]) => [name, floatsOf(name, value)]));
  };
  return {
    inputNames: session.inputNames,
    outputNames: session.outputNames,
    run: (inputs) => {
      const result = last.then(() => run(inputs));
      last = result.catch(() => undefined);
      return result;
    },
    [Symbol.asyncDispose]: async () => {
      if (!open) return;
      open = false;
      await last;
      await session.release();
    },
  };
};
