/** Row-major `rows × cols` numbers: a feature has one row per bin, a batch of embeddings one row per window. */
export interface Matrix {
  readonly rows: number;
  readonly cols: number;
  readonly data: Float32Array;
}
