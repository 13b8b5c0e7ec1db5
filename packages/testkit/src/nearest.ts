import type { Hit } from '@sid/core';
import type { VectorSet } from './vectors.ts';

/** Every stored vector by its dot product with `query`, best first: brute force in float64. */
export const nearest = ({ vectors, spans }: VectorSet, query: Float32Array): readonly Hit[] =>
  spans
    .map((span, row) => {
      let score = 0;
      for (let i = 0; i < vectors.cols; i++) score += (vectors.data[row * vectors.cols + i] ?? 0) * (query[i] ?? 0);
      return { span, score };
    })
    .sort((a, b) => b.score - a.score);
