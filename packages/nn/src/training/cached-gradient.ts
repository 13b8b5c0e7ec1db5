import type { Random } from '@sid/core';
import * as tf from '@tensorflow/tfjs';
import { createPass, type Pass } from '../pass.ts';
import type { Work } from './gradient.ts';
import { gradientsOf } from './tape.ts';

/** Fisher, Yates. Mixed rows, so that queries and references share batch statistics as they do in a whole batch. */
const shuffled = (count: number, random: Random): readonly number[] => {
  const order = Array.from({ length: count }, (_, i) => i);
  for (let i = count - 1; i > 0; i--) {
    const j = random.int(i + 1);
    [order[i], order[j]] = [order[j] ?? 0, order[i] ?? 0];
  }
  return order;
};

const entriesOf = ({ store }: Work, start: string) => {
  const entries = [...store.trained].filter(([name]) => name.startsWith(start));
  return { names: entries.map(([name]) => name), variables: entries.map(([, variable]) => variable) };
};

/**
 * Cached gradients (Gao et al. 2021): every part of the batch without gradient, the loss over all of them, then every
 * part again against the gradient of its outputs. What is random in the network is drawn alike both times.
 *
 * @returns the loss
 */
export const cachedGradients = (work: Work, size: number): tf.Tensor => {
  const { objective, store, random, gradients, statistics } = work;
  const order = shuffled(objective.rows, random.fork('order'));
  const parts = Array.from({ length: Math.ceil(order.length / size) }, (_, i) => order.slice(i * size, (i + 1) * size));
  const passOf = (part: number, update: Pass['update']): Pass =>
    createPass(store.variables, { training: true, random: random.fork(`part ${part}`), update });
  const ofNetwork = entriesOf(work, 'network/');
  const ofLoss = entriesOf(work, 'loss/');
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
    const { value, grads } = gradientsOf(() => objective.loss(outputs, order), [outputs, ...ofLoss.variables]);
    gradients.addAll(ofLoss.names, grads.slice(1));
    return { loss: value, slopes: grads[0] ?? tf.zerosLike(outputs) };
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
