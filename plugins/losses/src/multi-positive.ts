import { defineLoss } from '@sid/core';
import * as tf from '@tensorflow/tfjs';
import * as z from 'zod';
import { crossEntropy, similarities } from './contrast.ts';
import { checkNegatives, relationsOf } from './relation.ts';

/**
 * Riou et al. 2025, eq. (2): a reference is to be near both mixes that hold it, and a mix near both of its references.
 * The other positive stays in the denominator. With one positive for every row it is NT-Xent with a learned temperature,
 * the paper's contrastive baseline.
 */
export const multiPositive = defineLoss({
  name: 'multi-positive',
  summary: 'Cross-entropy of all of a row’s positives among all other rows, by cosine over a learned temperature.',
  revision: 1,
  options: z.strictObject({
    temperature: z
      .number()
      .positive()
      .default(0.01)
      .describe('What cosines are divided by at first; its logarithm is learned.'),
  }),
  presets: { 'riou-2025': { temperature: 0.01 } },
  create: ({ temperature }) => {
    const logTemperature = tf.tidy(() => tf.variable(tf.scalar(Math.log(temperature))));
    return {
      variables: { logTemperature },
      compute: (embeddings, views) => {
        const relations = relationsOf(views);
        checkNegatives('multi-positive', views, relations);
        const scale = tf.exp(tf.neg(logTemperature));
        return crossEntropy(tf.mul(similarities(embeddings as tf.Tensor2D), scale), relations);
      },
    };
  },
});
