import { conv2d, type Layer } from '@sid/nn';
import * as tf from '@tensorflow/tfjs';
import type { GnnOptions } from './options.ts';

/** `count` values from 0 to 1 in single precision. */
const ramp = (count: number): Float32Array =>
  Float32Array.from({ length: count }, (_, i) => i / Math.max(1, count - 1));

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
      const nothing = tf.mul(level, 0);
      const time = tf.add(nothing, tf.tensor(ramp(frames), [1, 1, frames]));
      const frequency = tf.add(nothing, tf.tensor(ramp(bins), [1, bins, 1]));
      const y = tf.relu(conv.apply(tf.stack([time, frequency, level], 3) as tf.Tensor4D, pass));
      pass.see('patch', y);
      return y.reshape([-1, 1, nodes, patchChannels]);
    },
  };
};
