import { createRandom, type Random } from '@sid/core';
import * as tf from '@tensorflow/tfjs';
import type { Work } from './gradient.ts';
import type { TrainingStore } from './store.ts';
import { gradientsOf } from './tape.ts';

/** Fisher, Yates. */
const shuffled = (count: number, random: Random): readonly number[] => {
  const order = Array.from({ length: count }, (_, i) => i);
  for (let i = count - 1; i > 0; i--) {
    const j = random.int(i + 1);
    [order[i], order[j]] = [order[j] ?? 0, order[i] ?? 0];
  }
  return order;
};

/** Rows dealt to parts. Mixed, so that queries and references share batch statistics as they do in a whole batch. */
export const dealt = (rows: number, size: number, random: Random) => {
  const order = shuffled(rows, random.fork('order'));
  const parts = Array.from({ length: Math.ceil(rows / size) }, (_, i) => order.slice(i * size, (i + 1) * size));
  return { order, parts };
};

/** What is random in one part of the batch of a step: the same in every process. */
export const partRandom = (step: Random, part: number): Random => step.fork(`part ${part}`);

/** What is random in a step. @param count - of the steps before */
export const stepRandom = (seed: number | string, count: number): Random => createRandom(seed).fork(`step ${count}`);

/** What is trained under names that begin so. */
export const entriesOf = ({ trained }: Pick<TrainingStore, 'trained'>, start: string) => {
  const entries = [...trained].filter(([name]) => name.startsWith(start));
  return { names: entries.map(([name]) => name), variables: entries.map(([, variable]) => variable) };
};

/** The loss of all outputs, and its gradient with respect to them; that of what the loss learns is added. In a tidy. */
export const slopesOf = ({ objective, store, gradients }: Work, outputs: tf.Tensor, order: readonly number[]) => {
  const ofLoss = entriesOf(store, 'loss/');
  const { value, grads } = gradientsOf(() => objective.loss(outputs, order), [outputs, ...ofLoss.variables]);
  gradients.addAll(ofLoss.names, grads.slice(1));
  return { loss: value, slopes: grads[0] ?? tf.zerosLike(outputs) };
};
