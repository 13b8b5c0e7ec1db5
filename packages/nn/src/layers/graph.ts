import * as tf from '@tensorflow/tfjs';
import { gatherNodes, type NeighbourOptions, neighbours } from '../kernels/neighbours.ts';
import type { Pass } from '../pass.ts';

/** More than any feature: takes a dropped neighbour out of a minimum. */
const beyond = 1e30;

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
  const around = gatherNodes(h.reshape([batch, nodes, channels]), graph);
  if (!pass.training || dropEdge === 0) return tf.sub(h, tf.min(around, 2).reshape([batch, 1, nodes, channels]));
  const drawn = Float32Array.from({ length: graph.size }, () => (pass.random.next() < dropEdge ? beyond : 0));
  const dropped = tf.tensor4d(drawn, [batch, nodes, graph.shape[2], 1]);
  const least = tf.min(tf.add(around, dropped), 2).reshape([batch, 1, nodes, channels]);
  const some = tf.cast(tf.less(tf.min(dropped, 2), beyond), 'float32').reshape([batch, 1, nodes, 1]);
  // Where every edge was dropped the minimum is about `beyond`; multiplying it by 0 takes it out, gradient included.
  return tf.mul(tf.sub(h, tf.mul(least, some)), some);
};

/** Neighbour lists of `[batch, 1, nodes, channels]`. */
export const nodeNeighbours = (x: tf.Tensor4D, options: NeighbourOptions): tf.Tensor3D => {
  const [batch, , nodes, channels] = x.shape;
  return neighbours(x.reshape([batch, nodes, channels]), options);
};
