import type { Hit, Match, TrackSpan } from './match.ts';
import type { Matrix } from './matrix.ts';

/** Makes indexes over unit vectors. */
export interface Indexer {
  create(dims: number): Promise<VectorIndex>;
  /** Opens what `VectorIndex.save` wrote. */
  open(chunks: AsyncIterable<Uint8Array>): Promise<VectorIndex>;
}

/** Vectors with the spans they stand for. */
export interface VectorIndex extends AsyncDisposable {
  /** How many vectors there are. */
  readonly size: number;
  /** Length of what `save` writes. */
  readonly bytes: number;
  add(vectors: Matrix, spans: readonly TrackSpan[]): Promise<void>;
  /** How many vectors of that track were removed. */
  remove(track: string): Promise<number>;
  /** For each query row the `k` best hits, best first. */
  search(queries: Matrix, k: number): Promise<readonly (readonly Hit[])[]>;
  save(): AsyncIterable<Uint8Array>;
}

/** Reduces the hits of every query window to one score and a list of places per track. */
export interface Matcher {
  /** What a score means and its bounds, in one sentence for readers of a leaderboard. */
  readonly scoreMeaning?: string;
  rank(query: readonly TrackSpan[], hits: readonly (readonly Hit[])[]): readonly Match[];
}
