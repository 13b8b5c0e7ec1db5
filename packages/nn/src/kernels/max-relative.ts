import * as tf from '@tensorflow/tfjs';
import { desk, layOut } from './desk.ts';
import { inSingle, peek, readsAtOnce } from './kernel.ts';
import { gatherNodes } from './neighbours.ts';
import { type Dropped, type LeastShape, plainLeastGradient, plainLeastOf } from './plain-least.ts';

/** More than any feature: takes a dropped neighbour out of a minimum. */
const beyond = 1e30;

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

/**
 * h_i − min h_j for every node and channel, and where in its item the least kept neighbour's value stands; 0 and −1
 * without any. Of equals the first listed counts.
 */
export const leastOf = (
  h: Float32Array,
  lists: Int32Array,
  dropped: Dropped,
  shape: LeastShape,
): { readonly values: Float32Array; readonly places: Int32Array } => {
  if (!inSingle()) return plainLeastOf(h, lists, dropped, shape);
  const [batch, nodes, k, channels] = shape;
  const [size, edges] = [nodes * channels, nodes * k];
  const { kernels, memory } = desk;
  const [from = 0, graph = 0, drops = 0, kept = 0, to = 0, at = 0] = layOut(
    4 * size,
    4 * edges,
    edges,
    4 * k,
    4 * size,
    4 * size,
  );
  const floats = new Float32Array(memory.buffer);
  const integers = new Int32Array(memory.buffer);
  const bytes = new Uint8Array(memory.buffer);
  const values = new Float32Array(batch * size);
  const places = new Int32Array(batch * size);
  for (let item = 0; item < batch; item++) {
    floats.set(h.subarray(item * size, (item + 1) * size), from / 4);
    integers.set(lists.subarray(item * edges, (item + 1) * edges), graph / 4);
    if (dropped !== undefined) bytes.set(dropped.subarray(item * edges, (item + 1) * edges), drops);
    kernels.least(from, channels, graph, nodes, k, dropped === undefined ? 0 : drops, kept, to, at);
    values.set(floats.subarray(to / 4, to / 4 + size), item * size);
    places.set(integers.subarray(at / 4, at / 4 + size), item * size);
  }
  return { values, places };
};

/** The gradient of `leastOf`. @param size - of an item */
export const leastGradient = (slopes: Float32Array, places: Int32Array, size: number): Float32Array => {
  if (!inSingle()) return plainLeastGradient(slopes, places, size);
  const { kernels, memory } = desk;
  const [from = 0, at = 0, to = 0] = layOut(4 * size, 4 * size, 4 * size);
  const floats = new Float32Array(memory.buffer);
  const integers = new Int32Array(memory.buffer);
  const back = new Float32Array(slopes.length);
  for (let start = 0; start < back.length; start += size) {
    floats.set(slopes.subarray(start, start + size), from / 4);
    integers.set(places.subarray(start, start + size), at / 4);
    floats.fill(0, to / 4, to / 4 + size);
    kernels.leastGradient(from, at, size, to);
    back.set(floats.subarray(to / 4, to / 4 + size), start);
  }
  return back;
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
  const [, nodes, channels] = h.shape;
  const lists = graph.dataSync() as Int32Array;
  return tf.customGrad((input) => {
    const { values, places } = leastOf(peek(input as tf.Tensor3D), lists, dropped, [...graph.shape, channels]);
    const gradFunc = (dy: tf.Tensor): tf.Tensor =>
      tf.tensor(leastGradient(peek(dy), places, nodes * channels), h.shape);
    return { value: tf.tensor(values, h.shape), gradFunc };
  })(h) as tf.Tensor3D;
};
