import type { Random } from '@sid/core';
import { createRandom, SidError } from '@sid/core';
import type * as tf from '@tensorflow/tfjs';

/** What a layer is given besides its input: everything that differs between training, inference and export. */
export interface Pass {
  /** Batch statistics, dropout and drop path are on. */
  readonly training: boolean;
  /** Draws what is dropped. */
  readonly random: Random;
  /** The tensor of that name, in the layout of its parameter. */
  parameter(name: string): tf.Tensor;
  /** Told each intermediate result with the name of its place. */
  see(place: string, value: tf.Tensor): void;
  /** Training only: a new value for a running statistic. */
  update(name: string, value: tf.Tensor): void;
}

export interface PassOptions {
  readonly training?: boolean;
  readonly random?: Random;
  readonly see?: (place: string, value: tf.Tensor) => void;
  readonly update?: (name: string, value: tf.Tensor) => void;
}

/** @throws SidError SID_WEIGHTS_INVALID, from `parameter`, for a name that `values` lacks */
export const createPass = (values: ReadonlyMap<string, tf.Tensor>, options: PassOptions = {}): Pass => ({
  training: options.training ?? false,
  random: options.random ?? createRandom(0),
  parameter: (name) => {
    const value = values.get(name);
    if (value === undefined) throw new SidError('SID_WEIGHTS_INVALID', `No value was given for parameter ${name}.`);
    return value;
  },
  see: options.see ?? (() => {}),
  update: options.update ?? (() => {}),
});
