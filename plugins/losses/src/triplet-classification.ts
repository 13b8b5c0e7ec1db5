import { defineLoss } from '@sid/core';
import * as tf from '@tensorflow/tfjs';
import * as z from 'zod';
import { crossEntropy, similarities } from './contrast.ts';
import { distanceMargin, similarityMargin } from './margin.ts';
import { mine } from './mining.ts';
import { checkOnePositive, type Relations, relationsOf, unfit } from './relation.ts';

const margins = {
  'fixed-distance': (rows: tf.Tensor2D, relations: Relations, margin: number) =>
    distanceMargin(rows, mine(rows, relations, 'semi-hard', margin), margin),
  'fixed-similarity': (rows: tf.Tensor2D, relations: Relations, margin: number) =>
    similarityMargin(rows, mine(rows, relations, 'similarity-as-coded', margin), margin, 1),
  faithful: (rows: tf.Tensor2D, relations: Relations, margin: number) =>
    similarityMargin(rows, mine(rows, relations, 'similarity-as-coded', margin), margin, -1),
};

/** After the public re-implementation of Cheston et al. 2025, whose own code is not available. */
export const tripletClassification = defineLoss({
  name: 'triplet-classification',
  summary: 'Triplets with a margin, and each row’s positive picked out of all other rows by cosine.',
  revision: 1,
  options: z.strictObject({
    variant: z
      .enum(['faithful', 'fixed-similarity', 'fixed-distance'])
      .default('fixed-distance')
      .describe(
        'Of the triplets. faithful: as coded, on similarities with the sign of distances, so that it pushes the wrong way. fixed-similarity: the same rows, the sign corrected. fixed-distance: semi-hard negatives in Euclidean distance.',
      ),
    margin: z.number().positive().default(0.3).describe('Of the triplets.'),
    classificationWeight: z.number().min(0).default(0.3).describe('Share of the classification in the loss.'),
    tripletWeight: z.number().min(0).default(0.7).describe('Share of the triplets.'),
  }),
  presets: { 'cheston-2025': { variant: 'fixed-distance' }, 'cheston-2025-as-coded': { variant: 'faithful' } },
  create: ({ variant, margin, classificationWeight, tripletWeight }) => ({
    variables: {},
    compute: (embeddings, views) => {
      const rows = embeddings as tf.Tensor2D;
      const relations = relationsOf(views);
      checkOnePositive('triplet-classification', views, relations);
      if (!relations.negatives.includes(1)) unfit('triplet-classification', 'all rows are of one song');
      const classification = crossEntropy(similarities(rows), relations);
      const separation = margins[variant](rows, relations, margin);
      return tf.add(tf.mul(classification, classificationWeight), tf.mul(separation, tripletWeight));
    },
  }),
});
