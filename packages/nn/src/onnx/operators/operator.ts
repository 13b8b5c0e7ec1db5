import type * as tf from '@tensorflow/tfjs';
import type { Recording } from '../recording.ts';

/** What a tfjs kernel becomes in ONNX: adds nodes to the recording and says what the kernel's outputs are. */
export type Operator = (
  recording: Recording,
  inputs: Readonly<Record<string, tf.TensorInfo>>,
  attributes: Readonly<Record<string, unknown>>,
) => tf.TensorInfo | tf.TensorInfo[];

/** By name of the tfjs kernel. */
export type Operators = Readonly<Record<string, Operator>>;

/** An input that the kernel always has. */
export const given = (inputs: Readonly<Record<string, tf.TensorInfo>>, name: string): tf.TensorInfo => {
  const input = inputs[name];
  if (input === undefined)
    throw new Error(`The kernel has no input ${name}; it has ${Object.keys(inputs).join(', ')}.`);
  return input;
};
