import type * as tf from '@tensorflow/tfjs';
import type { Parameter } from './parameter.ts';
import type { Pass } from './pass.ts';

/** One step from tensor to tensor, with the parameters it asks its pass for. */
export interface Layer<In extends tf.Tensor = tf.Tensor4D, Out extends tf.Tensor = In> {
  readonly parameters: readonly Parameter[];
  apply(x: In, pass: Pass): Out;
}

/** An input or output of a network; `shape` is that of one item, without the batch. */
export interface Port {
  readonly name: string;
  readonly shape: readonly number[];
  /** An input that all items of a batch share: it has no batch as first axis. */
  readonly shared?: boolean;
}

/** A whole network, defined once for training, inference, counting and export. */
export interface Network {
  /** Said in messages and written into exported files. */
  readonly name: string;
  readonly inputs: readonly Port[];
  readonly outputs: readonly Port[];
  readonly parameters: readonly Parameter[];
  /**
   * @param inputs - one tensor per member of `inputs`, in that order, each with the batch as first axis unless shared
   * @returns one tensor per member of `outputs`, in that order
   */
  forward(inputs: readonly tf.Tensor[], pass: Pass): readonly tf.Tensor[];
}

/** Layers one after the other. */
export const sequence = (...layers: readonly Layer[]): Layer => ({
  parameters: layers.flatMap(({ parameters }) => parameters),
  apply: (x, pass) => layers.reduce((value, layer) => layer.apply(value, pass), x),
});

/** A layer whose result is announced under a name of its own. */
export const named = (at: string, layer: Layer): Layer => ({
  parameters: layer.parameters,
  apply: (x, pass) => {
    const y = layer.apply(x, pass);
    pass.see(at, y);
    return y;
  },
});
