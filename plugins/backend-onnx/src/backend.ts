import type { ComputeBackend, GraphRuntime, GraphSession } from '@sid/core';
import type { InferenceSession } from 'onnxruntime-node';
import { loadLibrary } from './library.ts';
import { openSession } from './session.ts';

type About = Pick<ComputeBackend, 'name' | 'device' | 'precision'>;

/** A backend over one set of session options. Disposing of it closes the sessions that are still open. */
export const createBackend = async (
  about: About,
  options: InferenceSession.SessionOptions,
): Promise<ComputeBackend<GraphRuntime>> => {
  const library = await loadLibrary();
  const sessions = new Set<GraphSession>();
  return {
    ...about,
    runtime: {
      open: async (model) => {
        const session = await openSession(library, model, options);
        sessions.add(session);
        return session;
      },
    },
    [Symbol.asyncDispose]: async () => {
      for (const session of sessions) await session[Symbol.asyncDispose]();
      sessions.clear();
    },
  };
};
