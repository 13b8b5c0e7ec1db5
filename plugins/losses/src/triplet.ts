import { defineLoss, type View } from '@sid/core';
import * as tf from '@tensorflow/tfjs';
import * as z from 'zod';
import { distanceMargin } from './margin.ts';
import { mine, type Triplets } from './mining.ts';
import { columnsOf, type Relations, relationsOf, unfit } from './relation.ts';

/**
 * The triplets of the Erdős project: a reference, its query, and the reference of another song: the next one, since
 * songs come in random order.
 */
const nextSong = (views: readonly View[], { count, positives, negatives }: Relations): Triplets => {
  const triplets = new Float32Array(2 * count * count);
  views.forEach(({ side }, row) => {
    const [positive] = columnsOf(positives, row, count);
    const others = columnsOf(negatives, row, count).filter((other) => views[other]?.side === 'reference');
    const negative = others.find((other) => other > row) ?? others[0];
    if (side !== 'reference' || positive === undefined || negative === undefined) return;
    triplets[row * count + positive] = 1;
    triplets[count * count + row * count + negative] = 1;
  });
  return tf.tensor3d(triplets, [2, count, count]);
};

export const triplet = defineLoss({
  name: 'triplet',
  summary: 'Each row nearer to a positive than to a negative by a margin, in Euclidean distance.',
  revision: 1,
  options: z.strictObject({
    margin: z.number().positive().default(1).describe('How much nearer; unit rows are at most 2 apart.'),
    epsilon: z.number().min(0).default(1e-7).describe('Added to each component of a difference, as in PyTorch.'),
    miner: z
      .enum(['random', 'batch-hard', 'semi-hard'])
      .default('random')
      .describe(
        'random: each reference, its query, and the next song’s reference. batch-hard: for every row the farthest positive and the nearest negative. semi-hard: the farthest positive and the nearest negative beyond it, within the margin.',
      ),
  }),
  presets: { 'erdos-2024': { margin: 1, epsilon: 1e-7, miner: 'random' } },
  create: ({ margin, epsilon, miner }) => ({
    variables: {},
    compute: (embeddings, views) => {
      const rows = embeddings as tf.Tensor2D;
      const relations = relationsOf(views);
      if (!relations.positives.includes(1)) unfit('triplet', 'no row shares a song with one of the other side');
      if (!relations.negatives.includes(1)) unfit('triplet', 'all rows are of one song');
      const triplets = miner === 'random' ? nextSong(views, relations) : mine(rows, relations, miner, margin);
      return distanceMargin(rows, triplets, margin, epsilon);
    },
  }),
});
