import type { Encoder, Frontend, Indexer, Matcher, Reranker, Retriever } from '@sid/core';
import { SidError } from '@sid/core';
import { halvesToFloats } from '@sid/weights';
import { loadTracks, saveTracks } from './embedding-file.ts';
import { frontendListener } from './listener.ts';
import { createNodeStore, type NodeStore } from './node-store.ts';
import { type Variations, variationsOf } from './variation.ts';
import { embedPicture, nodesOf, vectorsOf } from './window-vectors.ts';
import type { Tail } from './windows.ts';

/** The parts of an embedding retriever. */
export interface EmbeddingParts {
  readonly frontend: Frontend;
  readonly encoder: Encoder;
  readonly indexer: Indexer;
  readonly matcher: Matcher;
  readonly reranker?: Reranker;
}

/** How windows are cut and asked for. */
export interface EmbeddingOptions extends Variations {
  /** What the picture depends on. */
  readonly frontendOptions: unknown;
  readonly hopSeconds?: number;
  readonly tail: Tail;
  /** Hits that are looked up for every window of the query. */
  readonly neighbours: number;
}

const checkFit = ({ frontend, encoder, reranker }: EmbeddingParts): void => {
  const fits = encoder.accepts(frontend.spec);
  if (fits !== true) throw new SidError('SID_METHOD_UNFIT', fits);
  if (reranker === undefined) return;
  if (encoder.nodes === undefined) {
    throw new SidError(
      'SID_METHOD_UNFIT',
      'The method has a re-ranker, which compares node matrices, and its encoder gives none. Choose the encoder gnn, or leave out the re-ranker.',
    );
  }
  const compares = reranker.accepts(encoder.nodes.shape);
  if (compares !== true) throw new SidError('SID_METHOD_UNFIT', compares);
};

const notesOf = ({ encoder, reranker }: EmbeddingParts): readonly string[] => [
  ...(encoder.untrained ? ['untrained: the weights are random, so that chance is what to expect'] : []),
  ...(reranker?.untrained === true
    ? ['untrained re-ranker: its weights are random, so that chance is what to expect']
    : []),
];

/**
 * A retriever out of parts: the frontend listens (in threads), the encoder embeds windows (on the main thread, with
 * threads or a device of its own), the indexer finds near windows, the matcher reduces them to tracks, and a re-ranker,
 * where there is one, scores these again.
 *
 * @throws SidError SID_METHOD_UNFIT with a sentence, where the parts do not fit each other
 */
export const createEmbedding = async (parts: EmbeddingParts, options: EmbeddingOptions): Promise<Retriever> => {
  const { frontend, encoder, indexer, matcher, reranker } = parts;
  checkFit(parts);
  const { dims } = encoder;
  const { semitones, tempo, tail, hopSeconds } = options;
  const variations = variationsOf(options, frontend.spec);
  const hopFrames =
    hopSeconds === undefined ? encoder.hopFrames : Math.max(1, Math.round(hopSeconds * frontend.spec.framesPerSecond));
  const settings = { frontend, encoder, hopFrames, tail, nodes: reranker !== undefined };
  const notes = notesOf(parts);
  const [features = 0, places = 0] = encoder.nodes?.shape ?? [];
  const newNodes = (): NodeStore | undefined =>
    reranker === undefined ? undefined : createNodeStore(features * places);
  let index = await indexer.create(dims);
  let nodes = newNodes();
  let tracks = new Set<string>();

  return {
    ...frontendListener(frontend),
    scoreMeaning: reranker?.scoreMeaning ?? matcher.scoreMeaning ?? 'What the matcher makes of the cosines of windows.',
    ...(notes.length === 0 ? {} : { notes }),
    ...(reranker === undefined ? {} : { searchIdentity: reranker.identity }),
    analysisOptions: options.frontendOptions,
    refineOptions: (side) => ({
      encoder: encoder.identity,
      hopFrames,
      tail,
      ...(reranker === undefined ? {} : { nodes: true }),
      ...(side === 'query' ? { semitones, tempo } : {}),
    }),
    refine: (analysis, side) =>
      embedPicture(settings, analysis, side === 'query' ? variations : variations.slice(0, 1)),
    async add(reference) {
      const { id, arrays } = reference;
      if (tracks.has(id)) await index.remove(id);
      const { vectors, spans } = vectorsOf(reference, dims);
      await index.add(vectors, spans);
      nodes?.set(id, { times: Float64Array.from(arrays.times ?? []), nodes: nodesOf(reference) });
      tracks.add(id);
    },
    async remove(track) {
      await index.remove(track);
      nodes?.delete(track);
      return tracks.delete(track);
    },
    async query(query, limit) {
      const { vectors, spans } = vectorsOf(query, dims);
      if (vectors.rows === 0 || index.size === 0) return [];
      const hits = await index.search(vectors, Math.min(options.neighbours, index.size));
      const matches = matcher.rank(spans, hits);
      if (reranker === undefined || nodes === undefined) return matches.slice(0, limit);
      const asked = { rows: vectors.rows, cols: features * places, data: halvesToFloats(nodesOf(query)) };
      const again = await reranker.rerank({ query: spans, hits, matches }, { query: asked, of: nodes.of });
      return again.slice(0, limit);
    },
    get size() {
      return { tracks: tracks.size, bytes: index.bytes + (nodes?.bytes ?? 0) };
    },
    async *save() {
      yield* saveTracks(tracks, nodes);
      yield* index.save();
    },
    async load(chunks) {
      const stored = newNodes();
      const loaded = await loadTracks(chunks, stored);
      const opened = await indexer.open(loaded.rest);
      await index[Symbol.asyncDispose]();
      index = opened;
      nodes = stored;
      tracks = loaded.tracks;
    },
    [Symbol.asyncDispose]: async () => index[Symbol.asyncDispose](),
  };
};
