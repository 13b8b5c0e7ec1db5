import { conv2d, type Layer } from '@sid/nn';
import * as tf from '@tensorflow/tfjs';
import type { GnnOptions } from './options.ts';

/** `count` values from 0 to 1 in single precision, in one of three channels; the others are 0. */
const ramp = (count: number, channel: number): Float32Array => {
  const values = new Float32Array(3 * count);
  for (let i = 0; i < count; i++) values[3 * i + channel] = i / Math.max(1, count - 1);
  return values;
};

/**
 * Spectrogram → nodes. Each window is stretched to [0, 1] by its own extremes (NaN where they are equal: silence has
 * no embedding), joined by a ramp over time and one over frequency, and cut into patches, one node each, frequency
 * first.
 */
export const patches = ({ bins, frames, patch, patchChannels }: GnnOptions): Layer<tf.Tensor3D, tf.Tensor4D> => {
  const conv = conv2d('patch.conv', { from: 3, to: patchChannels, kernel: patch, stride: patch, bias: true });
  const nodes = Math.floor(bins / patch[0]) * Math.floor(frames / patch[1]);
  return {
    parameters: conv.parameters,
    apply: (x, pass) => {
      const low = tf.min(x, [1, 2], true);
      const range = tf.sub(tf.max(x, [1, 2], true), low);
      const level = tf.div<tf.Tensor3D>(tf.sub(x, low), range);
      // Sums of what is 0 in the channels of the others: stacking would take several times as long.
      const ramps = tf.add(tf.tensor(ramp(frames, 0), [1, 1, frames, 3]), tf.tensor(ramp(bins, 1), [1, bins, 1, 3]));
      const image = tf.add<tf.Tensor4D>(tf.mul(level.expandDims(3), tf.tensor1d([0, 0, 1])), ramps);
      const y = tf.relu(conv.apply(image, pass));
      pass.see('patch', y);
      return y.reshape([-1, 1, nodes, patchChannels]);
    },
  };
};
