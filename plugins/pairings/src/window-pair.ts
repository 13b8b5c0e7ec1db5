import type { Frontend, Matrix, Numbers, PreparedItem, TrainingBatch, View } from '@sid/core';
import { loudest } from '@sid/effects';
import { floats } from './complex-picture.ts';
import { columns, normalised } from './picture.ts';

/** Below this peak, audio counts as silent (Bhattacharjee et al. 2025). */
const silent = 1e-5;

const windowOf = async (frontend: Frontend, samples: Float32Array, frames: number): Promise<Matrix> => {
  const picture = await frontend.extract({ id: 'view', sampleRate: frontend.spec.sampleRate, samples });
  return normalised(frontend, columns(picture, 0, frames));
};

/** Audio of one window each, of a query and of what it samples, as an item; undefined where either is silent. */
export const windowPair = async (
  frontend: Frontend,
  query: Float32Array,
  reference: Float32Array,
  frames: number,
): Promise<PreparedItem | undefined> => {
  if (loudest(query) < silent || loudest(reference) < silent) return undefined;
  const [own, other] = [await windowOf(frontend, query, frames), await windowOf(frontend, reference, frames)];
  return { shape: Uint32Array.of(own.rows, own.cols), query: own.data, reference: other.data };
};

/** References first, then queries; each is a view of its own song alone. */
export const pairsAsBatch = (items: readonly PreparedItem[]): TrainingBatch => {
  const window = ({ shape }: PreparedItem, data: Numbers | undefined): Matrix => ({
    rows: shape?.[0] ?? 0,
    cols: shape?.[1] ?? 0,
    data: floats(data),
  });
  const views = (side: View['side']): View[] => items.map((_, song) => ({ side, songs: [song] }));
  return {
    windows: [...items.map((item) => window(item, item.reference)), ...items.map((item) => window(item, item.query))],
    views: [...views('reference'), ...views('query')],
  };
};
