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

/** For every node and channel the least kept neighbour's value and where it stands in `h`; −1 without any. */
const leastOf = (h: Float32Array, graph: tf.Tensor3D, dropped: Dropped, channels: number) => {
  const [batch, nodes, k] = graph.shape;
  const lists = graph.dataSync() as Int32Array;
  const places = new Int32Array(batch * nodes * channels).fill(-1);
  const values = new Float32Array(places.length);
  for (let node = 0; node < batch * nodes; node++) {
    const item = node - (node % nodes);
    const start = node * channels;
    let some = false;
    for (let edge = node * k; edge < (node + 1) * k; edge++) {
      if (dropped !== undefined && dropped[edge] === 1) continue;
      const from = (item + (lists[edge] ?? 0)) * channels;
      if (!some) {
        values.set(h.subarray(from, from + channels), start);
        for (let c = 0; c < channels; c++) places[start + c] = from + c;
        some = true;
        continue;
      }
      for (let c = 0; c < channels; c++) {
        const value = h[from + c] ?? 0;
        if (!(value < (values[start + c] ?? 0))) continue;
        values[start + c] = value;
        places[start + c] = from + c;
      }
    }
  }
  return { places, values };
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
    const given = (input as tf.Tensor3D).dataSync() as Float32Array;
    const { places, values } = leastOf(given, graph, dropped, channels);
    for (let i = 0; i < values.length; i++) values[i] = (places[i] ?? -1) < 0 ? 0 : (given[i] ?? 0) - (values[i] ?? 0);
    const gradFunc = (dy: tf.Tensor): tf.Tensor => {
      const slopes = dy.dataSync() as Float32Array;
      const back = new Float32Array(places.length);
      for (let i = 0; i < back.length; i++) {
        const place = places[i] ?? -1;
        if (place < 0) continue;
        const slope = slopes[i] ?? 0;
        back[i] = (back[i] ?? 0) + slope;
        back[place] = (back[place] ?? 0) - slope;
      }
      return tf.tensor(back, h.shape);
    };
    return { value: tf.tensor(values, h.shape), gradFunc };
  })(h) as tf.Tensor3D;
};
