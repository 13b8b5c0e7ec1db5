import type { Analysis, Encoder, Frontend, Indexer, Matcher, Matrix, Retriever, TrackSpan } from '@sid/core';
import { SidError } from '@sid/core';
import { frontendListener, pictureOf } from './listener.ts';

/** The parts of an embedding retriever. */
export interface EmbeddingParts {
  readonly frontend: Frontend;
  readonly encoder: Encoder;
  readonly indexer: Indexer;
  readonly matcher: Matcher;
}

/** How windows are cut and asked for. */
export interface EmbeddingOptions {
  /** What the picture depends on. */
  readonly frontendOptions: unknown;
  readonly hopSeconds?: number;
  /** What happens to the end of a track that no whole window covers: nothing, or one more window that ends with it. */
  readonly tail: 'drop' | 'align';
  /** Hits that are looked up for every window of the query. */
  readonly neighbours: number;
}

const batchSize = 32;

/** First frames of the windows of a track. A track shorter than a window gives one, in which it is repeated. */
export const windowStarts = (
  frames: number,
  window: number,
  hop: number,
  tail: 'drop' | 'align',
): readonly number[] => {
  if (frames === 0) return [];
  if (frames <= window) return [0];
  const starts: number[] = [];
  for (let at = 0; at + window <= frames; at += hop) starts.push(at);
  const last = frames - window;
  if (tail === 'align' && starts.at(-1) !== last) starts.push(last);
  return starts;
};

const cut = ({ rows, cols, data }: Matrix, start: number, window: number): Matrix => {
  const out = new Float32Array(rows * window);
  const length = Math.min(window, cols - start);
  for (let row = 0; row < rows; row++) {
    const frames = data.subarray(row * cols + start, row * cols + start + length);
    // Repeated, since no constant is silence in every unit: 0 dB is loud.
    for (let at = 0; at < window; at += length) out.set(frames.subarray(0, window - at), row * window + at);
  }
  return { rows, cols: window, data: out };
};

/** The vectors of an analysis that was refined, and the spans they stand for. */
const vectorsOf = ({ id, arrays }: Analysis, dims: number): { vectors: Matrix; spans: readonly TrackSpan[] } => {
  const data = arrays.vectors instanceof Float32Array ? arrays.vectors : new Float32Array(0);
  const times = arrays.times ?? new Float64Array(0);
  const rows = data.length / dims;
  const spans = Array.from({ length: rows }, (_, i) => ({
    track: id,
    from: times[2 * i] ?? 0,
    to: times[2 * i + 1] ?? 0,
  }));
  return { vectors: { rows, cols: dims, data }, spans };
};

/**
 * A retriever out of parts: the frontend listens (in threads), the encoder embeds windows (on the main thread, with
 * threads or a device of its own), the indexer finds near windows and the matcher reduces them to tracks.
 *
 * @throws SidError SID_METHOD_UNFIT with the encoder's sentence, where its features do not fit
 */
export const createEmbedding = async (parts: EmbeddingParts, options: EmbeddingOptions): Promise<Retriever> => {
  const { frontend, encoder, indexer, matcher } = parts;
  const fits = encoder.accepts(frontend.spec);
  if (fits !== true) throw new SidError('SID_METHOD_UNFIT', fits);
  const { framesPerSecond } = frontend.spec;
  const { windowFrames, dims } = encoder;
  const hopFrames =
    options.hopSeconds === undefined
      ? encoder.hopFrames
      : Math.max(1, Math.round(options.hopSeconds * framesPerSecond));
  let index = await indexer.create(dims);
  let tracks = new Set<string>();

  const embed = async (picture: Matrix, starts: readonly number[]): Promise<Float32Array> => {
    const vectors = new Float32Array(starts.length * dims);
    for (let at = 0; at < starts.length; at += batchSize) {
      const batch = starts.slice(at, at + batchSize).map((start) => {
        const window = cut(picture, start, windowFrames);
        return frontend.normalise?.(window) ?? window;
      });
      vectors.set((await encoder.encode(batch)).data, at * dims);
    }
    return vectors;
  };

  return {
    ...frontendListener(frontend),
    scoreMeaning: matcher.scoreMeaning ?? 'What the matcher makes of the cosines of windows.',
    ...(encoder.untrained ? { notes: ['untrained: the weights are random, so that chance is what to expect'] } : {}),
    analysisOptions: options.frontendOptions,
    refineOptions: { encoder: encoder.identity, hopFrames, tail: options.tail },
    async refine(analysis) {
      const picture = pictureOf(analysis);
      const starts = windowStarts(picture.cols, windowFrames, hopFrames, options.tail);
      const times = Float64Array.from(
        starts.flatMap((start) => [
          start / framesPerSecond,
          Math.min(analysis.durationSeconds, (start + windowFrames) / framesPerSecond),
        ]),
      );
      const { id, durationSeconds } = analysis;
      return { id, durationSeconds, arrays: { vectors: await embed(picture, starts), times } };
    },
    async add(reference) {
      if (tracks.has(reference.id)) await index.remove(reference.id);
      const { vectors, spans } = vectorsOf(reference, dims);
      await index.add(vectors, spans);
      tracks.add(reference.id);
    },
    async remove(track) {
      await index.remove(track);
      return tracks.delete(track);
    },
    async query(query, limit) {
      const { vectors, spans } = vectorsOf(query, dims);
      if (vectors.rows === 0 || index.size === 0) return [];
      const hits = await index.search(vectors, Math.min(options.neighbours, index.size));
      return matcher.rank(spans, hits).slice(0, limit);
    },
    get size() {
      return { tracks: tracks.size, bytes: index.bytes };
    },
    async *save() {
      yield new TextEncoder().encode(`${JSON.stringify([...tracks].sort())}\n`);
      yield* index.save();
    },
    async load(chunks) {
      const source = chunks[Symbol.asyncIterator]();
      const first = await source.next();
      if (first.done === true) throw new SidError('SID_INDEX_INVALID', 'The index is empty: nothing was saved in it.');
      const head = first.value;
      const end = head.indexOf(10);
      const names: unknown = JSON.parse(new TextDecoder().decode(head.subarray(0, end)));
      if (!Array.isArray(names)) throw new SidError('SID_INDEX_INVALID', 'The index does not start with its tracks.');
      async function* rest() {
        yield head.subarray(end + 1);
        for (let next = await source.next(); next.done !== true; next = await source.next()) yield next.value;
      }
      const opened = await indexer.open(rest());
      await index[Symbol.asyncDispose]();
      index = opened;
      tracks = new Set(names.map(String));
    },
    [Symbol.asyncDispose]: async () => index[Symbol.asyncDispose](),
  };
};
