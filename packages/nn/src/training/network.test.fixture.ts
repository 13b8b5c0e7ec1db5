import { createRandom, type Loss, type Matrix, type TrainingBatch } from '@sid/core';
import * as tf from '@tensorflow/tfjs';
import { unitRows } from '../layers/activation.ts';
import { conv2d } from '../layers/conv.ts';
import { dropout, dropPath } from '../layers/drop.ts';
import { linear } from '../layers/linear.ts';
import { batchNorm, instanceNorm } from '../layers/norm.ts';
import { meanPool } from '../layers/pool.ts';
import type { Network } from '../network.ts';

/** One of everything that training has to do with, on windows of 6 × 5. */
export const smallNetwork = (norm: 'batch' | 'instance'): Network => {
  const conv = conv2d('conv', { from: 1, to: 4, kernel: [3, 3] });
  const normal = norm === 'batch' ? batchNorm('norm', 4) : instanceNorm('norm', 4);
  const pool = meanPool('pool');
  const head = linear('head', { from: 4, to: 3 });
  return {
    name: 'small',
    inputs: [{ name: 'features', shape: [6, 5] }],
    outputs: [{ name: 'embedding', shape: [3] }],
    parameters: [
      ...conv.parameters,
      ...normal.parameters,
      ...head.parameters,
      { name: 'unused', shape: [2], trained: true, initial: { kind: 'constant', value: 1 } },
    ],
    forward: ([x], pass) => {
      const image = (x as tf.Tensor3D).expandDims<tf.Tensor4D>(3);
      const y = dropPath(tf.square(normal.apply(conv.apply(image, pass), pass)), 0.2, pass);
      return [unitRows(head.apply(dropout(pool.apply(y, pass), 0.3, pass), pass), 1e-12)];
    },
  };
};

/** Squared distances of the pairs, against those of all rows, with a learned scale. */
export const smallLoss = (): Loss => {
  const scale = tf.variable(tf.scalar(0.5));
  return {
    variables: { scale },
    compute: (embeddings, views) => {
      const z = embeddings as tf.Tensor2D;
      const song = (a: number) => views[a]?.songs[0];
      const pairs = views.map((_, a) => views.map((__, b) => (a !== b && song(a) === song(b) ? 1 : 0)));
      const similarity = tf.matMul(z, z, false, true);
      return tf.sub(tf.sum(tf.exp(tf.mul(similarity, scale))), tf.sum(tf.mul(similarity, tf.tensor2d(pairs))));
    },
  };
};

/** Four songs, eight windows. */
export const smallBatch = (key: string | number): TrainingBatch => {
  const random = createRandom(key);
  const window = (): Matrix => ({ rows: 6, cols: 5, data: Float32Array.from({ length: 30 }, () => random.normal()) });
  return {
    windows: Array.from({ length: 8 }, window),
    views: Array.from({ length: 8 }, (_, row) => ({ side: row < 4 ? 'reference' : 'query', songs: [row % 4] })),
  };
};
