import type * as tf from '@tensorflow/tfjs';
import { maxRelativeRows } from '../kernels/max-relative.ts';
import type { NeighbourOptions } from '../kernels/nearest.ts';
import { neighbours } from '../kernels/neighbours.ts';
import type { Pass } from '../pass.ts';
import { drawn } from './drop.ts';

export interface MaxRelativeOptions extends NeighbourOptions {
  /** Probability that an edge is left out, in training only. */
  readonly dropEdge: number;
}

/**
 * Max-relative message (Li et al. 2019, with the sign of the published sample-identification code): per channel, the
 * largest difference h_i − h_j to a neighbour, that is h_i − min h_j. 0 without neighbours.
 *
 * @param h - `[batch, 1, nodes, channels]`
 * @param graph - int32 `[batch, nodes, k]`
 */
export const maxRelative = (h: tf.Tensor4D, graph: tf.Tensor3D, dropEdge: number, pass: Pass): tf.Tensor4D => {
  const [batch, , nodes, channels] = h.shape;
  const dropped =
    pass.training && dropEdge > 0
      ? drawn(new Uint8Array(graph.size), { rate: dropEdge, dropped: 1, kept: 0 }, pass.random)
      : undefined;
  return maxRelativeRows(h.reshape([batch, nodes, channels]), graph, dropped).reshape(h.shape);
};

/** Neighbour lists of `[batch, 1, nodes, channels]`. */
export const nodeNeighbours = (x: tf.Tensor4D, options: NeighbourOptions): tf.Tensor3D => {
  const [batch, , nodes, channels] = x.shape;
  return neighbours(x.reshape([batch, nodes, channels]), options);
};
