import * as tf from '@tensorflow/tfjs';
import { readsAtOnce } from './kernel.ts';
import { gatherNodes } from './neighbours.ts';

/** More than any feature: takes a dropped neighbour out of a minimum. */
const beyond = 1e30;

/** Which edges are dropped, as long as the graph; none where undefined. */
export type Dropped = Uint8Array | undefined;

/** With tensor operations alone, for backends whose values cannot be read while gradients are taken, and for export. */
const withTensors = (h: tf.Tensor3D, graph: tf.Tensor3D, dropped: Dropped): tf.Tensor3D => {
  const around = gatherNodes(h, graph);
  if (dropped === undefined) return tf.sub(h, tf.min(around, 2));
  const away = tf.tensor4d(
    Float32Array.from(dropped, (drop) => drop * beyond),
    [...graph.shape, 1],
  );
  const least = tf.min(tf.add(around, away), 2);
  const some = tf.cast(tf.less(tf.min(away, 2), beyond), 'float32');
  // Where every edge was dropped the minimum is about `beyond`; multiplying it by 0 takes it out, gradient included.
  return tf.mul(tf.sub(h, tf.mul(least, some)), some);
};

/** For every node and channel the row of the least kept neighbour, −1 without any. */
const leastRows = (h: Float32Array, graph: tf.Tensor3D, dropped: Dropped, channels: number): Int32Array => {
  const [batch, nodes, k] = graph.shape;
  const lists = graph.dataSync() as Int32Array;
  const rows = new Int32Array(batch * nodes * channels).fill(-1);
  for (let node = 0; node < batch * nodes; node++) {
    const item = node - (node % nodes);
    for (let edge = node * k; edge < (node + 1) * k; edge++) {
      if (dropped !== undefined && dropped[edge] === 1) continue;
      const row = item + (lists[edge] ?? 0);
      for (let c = 0; c < channels; c++) {
        const at = node * channels + c;
        const best = rows[at] ?? -1;
        if (best < 0 || (h[row * channels + c] ?? 0) < (h[best * channels + c] ?? 0)) rows[at] = row;
      }
    }
  }
  return rows;
};

/**
 * h_i − min h_j over the neighbours j of i that are not dropped, per channel; 0 without neighbours. The gradient goes
 * to the node itself and to the least neighbour.
 *
 * @param h - `[batch, nodes, channels]`
 * @param graph - int32 `[batch, nodes, k]`
 */
export const maxRelativeRows = (h: tf.Tensor3D, graph: tf.Tensor3D, dropped: Dropped): tf.Tensor3D => {
  if (!readsAtOnce()) return withTensors(h, graph, dropped);
  const channels = h.shape[2];
  return tf.customGrad((input) => {
    const values = (input as tf.Tensor3D).dataSync() as Float32Array;
    const rows = leastRows(values, graph, dropped, channels);
    const out = new Float32Array(rows.length);
    rows.forEach((row, i) => {
      if (row >= 0) out[i] = (values[i] ?? 0) - (values[row * channels + (i % channels)] ?? 0);
    });
    const gradFunc = (dy: tf.Tensor): tf.Tensor => {
      const given = dy.dataSync() as Float32Array;
      const back = new Float32Array(rows.length);
      rows.forEach((row, i) => {
        if (row < 0) return;
        const value = given[i] ?? 0;
        const least = row * channels + (i % channels);
        back[i] = (back[i] ?? 0) + value;
        back[least] = (back[least] ?? 0) - value;
      });
      return tf.tensor(back, h.shape);
    };
    return { value: tf.tensor(out, h.shape), gradFunc };
  })(h) as tf.Tensor3D;
};
