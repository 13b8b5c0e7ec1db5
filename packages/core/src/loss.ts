/** Structural: the tensors of tfjs satisfy it. */
export interface Tensor {
  readonly shape: readonly number[];
  dispose(): void;
}

/** A training objective over a batch of embeddings; `groups[i]` says what row `i` is a view of. */
export interface Loss {
  /** What the loss itself learns (a class head, a temperature). */
  readonly variables: readonly Tensor[];
  compute(embeddings: Tensor, groups: Int32Array): Tensor;
}
