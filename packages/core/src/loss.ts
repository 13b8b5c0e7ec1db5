import type { Side } from './retriever.ts';

/** Structural: the tensors of tfjs satisfy it. */
export interface Tensor {
  readonly shape: readonly number[];
  dispose(): void;
}

/**
 * What one row of a training batch is a view of. Rows of the other side that share a song are its positives; all rows
 * that share none are negatives. A mix of two songs' parts (Riou et al. 2025, art(i)) names both.
 */
export interface View {
  readonly side: Side;
  /** Numbers of songs within the batch. */
  readonly songs: readonly number[];
}

/** A training objective over a batch of embeddings. */
export interface Loss {
  /** What the loss itself learns (a temperature), by name; trained with the network and kept in checkpoints. */
  readonly variables: Readonly<Record<string, Tensor>>;
  /**
   * @param embeddings - unit rows, `[views.length, dims]`
   * @returns a scalar, differentiable with respect to `embeddings` and `variables`
   * @throws SidError SID_BATCH_UNFIT for a batch the loss says nothing about, e.g. too few songs
   */
  compute(embeddings: Tensor, views: readonly View[]): Tensor;
}
