import { defineLoss } from '@sid/core';
import * as tf from '@tensorflow/tfjs';
import * as z from 'zod';
import { crossEntropy, similarities } from './contrast.ts';
import { checkOnePositive, relationsOf } from './relation.ts';

/** As Bhattacharjee et al. 2025 use it: normalised temperature-scaled cross-entropy (Chen et al. 2020). */
export const ntXent = defineLoss({
  name: 'nt-xent',
  summary: 'Cross-entropy of each row’s one positive among all other rows, by cosine over a fixed temperature.',
  revision: 1,
  options: z.strictObject({
    temperature: z.number().positive().default(0.05).describe('What cosines are divided by.'),
  }),
  presets: { 'bhattacharjee-2025': { temperature: 0.05 } },
  create: ({ temperature }) => ({
    variables: {},
    compute: (embeddings, views) => {
      const relations = relationsOf(views);
      checkOnePositive('nt-xent', views, relations);
      return crossEntropy(tf.mul(similarities(embeddings as tf.Tensor2D), 1 / temperature), relations);
    },
  }),
});
