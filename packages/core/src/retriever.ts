import type { Audio } from './audio.ts';
import type { Hit, Match, TrackSpan } from './match.ts';
import type { Matrix } from './matrix.ts';

/** The part an analysis plays: stored in the index, or asked of it. */
export type Side = 'reference' | 'query';

/** Numbers a retriever needs to remember of one recording; they cross threads and go into the cache as they are. */
export type Numbers = Float32Array | Float64Array | Uint32Array | Int32Array | Uint16Array | Int16Array | Uint8Array;

/** What a retriever makes of one recording: named arrays, and nothing that refers to the index. */
export interface Analysis {
  readonly id: string;
  readonly durationSeconds: number;
  readonly arrays: Readonly<Record<string, Numbers>>;
}

/** How large an index is at this moment. */
export interface IndexSize {
  readonly tracks: number;
  /** Length of what `save` writes. */
  readonly bytes: number;
}

/**
 * What the benchmark sees: a whole method. Listening (`analyse`) is apart from remembering (`add`) and asking
 * (`query`), since it is pure and takes nearly all the time: the runtime runs it on every core and caches it by
 * content.
 */
export interface Retriever extends AsyncDisposable {
  /** Rate of the audio that `analyse` wants, in hertz. */
  readonly sampleRate: number;
  /** What a score means and its bounds, in one sentence for readers of a leaderboard. */
  readonly scoreMeaning: string;
  /** The options that change an analysis, for its cache key. Those left out change only the search. */
  readonly analysisOptions: unknown;
  /** Depends on nothing but its arguments and `analysisOptions`. */
  analyse(audio: Audio, side: Side): Promise<Analysis>;
  /**
   * The part of listening that has threads or a device of its own (a network): it runs on the main thread, after
   * `analyse`, and what it returns is cached and stands for the analysis from then on. Absent where there is none.
   */
  refine?(analysis: Analysis, side: Side): Promise<Analysis>;
  /** What `refine` depends on besides the analysis, for its cache key. */
  refineOptions?(side: Side): unknown;
  /** What rankings depend on besides options and analyses: the digest of a re-ranker's weights. */
  readonly searchIdentity?: unknown;
  /** Sentences that belong beside any figure of this method, e.g. that its weights were never trained. */
  readonly notes?: readonly string[];
  /** Adds one track; a track of the same id is replaced. */
  add(reference: Analysis): Promise<void>;
  /** Whether there was such a track. */
  remove(track: string): Promise<boolean>;
  /** At most `limit` matches, best first. Tracks without evidence are left out. */
  query(query: Analysis, limit: number): Promise<readonly Match[]>;
  /**
   * As `query`, and looks closely at places that other methods suggest, too: what its own search missed it may still
   * find there. A fusion asks members that have this after the others. Absent where there is no closer look.
   *
   * @param suggested - matches of others, with tracks that may be unknown here
   */
  queryWith?(query: Analysis, limit: number, suggested: readonly Match[]): Promise<readonly Match[]>;
  readonly size: IndexSize;
  /** Everything that was added, as bytes: equal contents give equal bytes. */
  save(): AsyncIterable<Uint8Array>;
  /** Replaces what is held by what `save` wrote. */
  load(chunks: AsyncIterable<Uint8Array>): Promise<void>;
}

/** What an index found for the windows of a query, and what the matcher made of it. */
export interface Found {
  readonly query: readonly TrackSpan[];
  /** For each window of the query the nearest stored windows, best first. */
  readonly hits: readonly (readonly Hit[])[];
  readonly matches: readonly Match[];
}

/** The node matrices of windows, one row of features × nodes numbers each (`NodeOutput` of the encoder). */
export interface Nodes {
  /** In the order of the query's windows. */
  readonly query: Matrix;
  /** In the order of the spans, which are of hits. */
  of(spans: readonly TrackSpan[]): Matrix;
}

/** Scores again what was found, by comparing more than vectors. */
export interface Reranker extends AsyncDisposable {
  /** What a score means and its bounds, in one sentence for readers of a leaderboard. */
  readonly scoreMeaning: string;
  /** True where its weights were never trained. */
  readonly untrained: boolean;
  /** What the scores depend on besides options: the digest of the weights, the numeric class. */
  readonly identity: unknown;
  /** True, or a sentence that says why such node matrices do not fit. */
  accepts(shape: readonly [features: number, nodes: number]): true | string;
  /** The matches that take the place of the matcher's, best first. */
  rerank(found: Found, nodes: Nodes): Promise<readonly Match[]>;
}
