import * as tf from '@tensorflow/tfjs';
import { createPass, type Pass } from '../pass.ts';
import type { Work } from './gradient.ts';
import { dealt, entriesOf, partRandom, slopesOf } from './parts.ts';
import { gradientsOf } from './tape.ts';

/**
 * Cached gradients (Gao et al. 2021): every part of the batch without gradient, the loss over all of them, then every
 * part again against the gradient of its outputs. What is random in the network is drawn alike both times.
 *
 * @returns the loss
 */
export const cachedGradients = (work: Work, size: number): tf.Tensor => {
  const { objective, store, random, gradients, statistics } = work;
  const { order, parts } = dealt(objective.rows, size, random);
  const passOf = (part: number, update: Pass['update']): Pass =>
    createPass(store.variables, { training: true, random: partRandom(random, part), update });
  const ofNetwork = entriesOf(work.store, 'network/');
  const { loss, slopes } = tf.tidy(() => {
    const outputs = tf.concat(
      parts.map((rows, i) =>
        tf.tidy(() =>
          objective.forward(
            rows,
            passOf(i, () => {}),
          ),
        ),
      ),
    );
    return slopesOf(work, outputs, order);
  });
  for (const [i, rows] of parts.entries())
    tf.tidy(() => {
      const share = rows.length / order.length;
      const pass = passOf(i, (name, value) => statistics.add(name, value, share));
      const dy = tf.slice(slopes, i * size, rows.length);
      const { grads } = gradientsOf(() => objective.forward(rows, pass), ofNetwork.variables, dy);
      gradients.addAll(ofNetwork.names, grads);
    });
  slopes.dispose();
  return loss;
};
