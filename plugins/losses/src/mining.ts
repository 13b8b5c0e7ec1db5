import { constantOf } from '@sid/nn';
import * as tf from '@tensorflow/tfjs';
import { similarities } from './contrast.ts';
import { asTensor, type Relations } from './relation.ts';

/**
 * One positive and one negative for some rows: matrices of 0 and 1 with at most one 1 a row, in `[2, rows, rows]`, the
 * positives first. Rows without a negative have none in either.
 */
export type Triplets = tf.Tensor3D;

/** Further than any distance or similarity of unit rows. */
const far = 1e9;

interface Field {
  /** Distances, or similarities, of all rows to all rows. */
  readonly values: tf.Tensor2D;
  readonly positives: tf.Tensor2D;
  readonly negatives: tf.Tensor2D;
}

const oneHot = (columns: tf.Tensor1D, count: number): tf.Tensor2D =>
  // Cast afterwards: on WebAssembly a one-hot tensor of floats holds the bits of integers.
  tf.cast(tf.oneHot(columns, count), 'float32') as tf.Tensor2D;

/** The lowest allowed value of each row; the first of several. */
const lowest = (values: tf.Tensor2D, allowed: tf.Tensor2D): tf.Tensor2D =>
  oneHot(tf.argMin(tf.add(values, tf.mul(tf.sub(1, allowed), far)), 1), values.shape[1]);

const highest = (values: tf.Tensor2D, allowed: tf.Tensor2D): tf.Tensor2D => lowest(tf.neg(values), allowed);

const chosen = (values: tf.Tensor2D, choice: tf.Tensor2D): tf.Tensor2D =>
  tf.sum<tf.Tensor2D>(tf.mul(values, choice), 1, true);

const hasAny = (allowed: tf.Tensor2D): tf.Tensor2D => tf.max<tf.Tensor2D>(allowed, 1, true);

/** Leaves out the rows that have nothing to choose from. */
const together = (positive: tf.Tensor2D, negative: tf.Tensor2D, field: Field, allowed: tf.Tensor2D): Triplets => {
  const complete = tf.mul(hasAny(field.positives), hasAny(allowed));
  return tf.stack([tf.mul(positive, complete), tf.mul(negative, complete)]) as Triplets;
};

const between = (values: tf.Tensor2D, above: tf.Tensor2D, below?: tf.Tensor2D): tf.Tensor2D => {
  const over = tf.cast(tf.greater(values, above), 'float32') as tf.Tensor2D;
  return below === undefined ? over : tf.mul<tf.Tensor2D>(over, tf.cast(tf.less(values, below), 'float32'));
};

const miners = {
  /** Hermans et al. 2017: the farthest positive and the nearest negative. */
  'batch-hard': (field: Field): Triplets => {
    const { values, positives, negatives } = field;
    return together(highest(values, positives), lowest(values, negatives), field, negatives);
  },
  /** Schroff et al. 2015: the farthest positive, and the nearest negative that is beyond it by less than the margin. */
  'semi-hard': (field: Field, margin: number): Triplets => {
    const { values, positives, negatives } = field;
    const positive = highest(values, positives);
    const reach = chosen(values, positive);
    const allowed = tf.mul<tf.Tensor2D>(negatives, between(values, reach, tf.add(reach, margin)));
    return together(positive, lowest(values, allowed), field, allowed);
  },
  /**
   * Of similarities, as the public re-implementation of Cheston et al. 2025 has it: the most similar positive, and the
   * least similar negative above that less the margin.
   */
  'similarity-as-coded': (field: Field, margin: number): Triplets => {
    const { values, positives, negatives } = field;
    const positive = highest(values, positives);
    const allowed = tf.mul<tf.Tensor2D>(negatives, between(values, tf.sub(chosen(values, positive), margin)));
    return together(positive, lowest(values, allowed), field, allowed);
  },
};

export type Miner = keyof typeof miners;

/** Euclidean distances; for choosing only, since differences of near rows lose digits. */
const distances = (z: tf.Tensor2D): tf.Tensor2D => {
  const squares = tf.sum(tf.square(z), 1, true);
  const squared = tf.sub<tf.Tensor2D>(tf.add(squares, tf.transpose(squares)), tf.mul(similarities(z), 2));
  return tf.sqrt<tf.Tensor2D>(tf.relu(squared));
};

/** Chosen by where the rows are; gradients take the choice for given. */
export const mine = (z: tf.Tensor2D, relations: Relations, miner: Miner, margin: number): Triplets =>
  constantOf((input) => {
    const rows = input as tf.Tensor2D;
    const field: Field = {
      values: miner === 'similarity-as-coded' ? similarities(rows) : distances(rows),
      positives: asTensor(relations.positives, relations.count),
      negatives: asTensor(relations.negatives, relations.count),
    };
    return miners[miner](field, margin);
  }, z);
