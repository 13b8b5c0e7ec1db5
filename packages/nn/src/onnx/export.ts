import { messageOf, SidError } from '@sid/core';
import * as tf from '@tensorflow/tfjs';
import type { Network, Port } from '../network.ts';
import { checkWeights, type Weights } from '../parameter.ts';
import { createPass } from '../pass.ts';
import { whileRecording } from './backend.ts';
import { encodeModel } from './encode.ts';
import type { ValueInfo } from './graph.ts';
import { batchSize, type Recording } from './recording.ts';

const portInfo = ({ name, shape, shared }: Port): ValueInfo => ({
  name,
  type: 'float32',
  shape: shared ? shape : ['batch', ...shape],
});

const record = (recording: Recording, network: Network, weights: Weights): Uint8Array => {
  const values = new Map(
    network.parameters.map(({ name, shape }): [string, tf.Tensor] => {
      const value = tf.tensor(weights.get(name) ?? [], [...shape], 'float32');
      recording.nameConstant(value.dataId, name);
      return [name, value];
    }),
  );
  const inputs = network.inputs.map(({ name, shape, shared = false }) => {
    const info = recording.output(name, shared ? shape : [batchSize, ...shape], 'float32');
    recording.addInput(info.dataId, name, info.shape.length, shared);
    return tf.engine().makeTensorFromTensorInfo(info);
  });
  const results = network.forward(inputs, createPass(values));
  network.outputs.forEach(({ name }, i) => {
    const result = results[i];
    if (result === undefined) throw new SidError('SID_EXPORT_UNSUPPORTED', `The network gives no output ${name}.`);
    recording.result(name, result);
  });
  return encodeModel(recording.finish(network.name, network.inputs.map(portInfo), network.outputs.map(portInfo)));
};

/**
 * Writes a network as an ONNX model, opset 18, single precision, any batch: its forward pass is run once on a tfjs
 * backend that computes nothing and writes down what it was asked for. So any network over tfjs can be exported
 * without a second definition, as long as it uses tensor operations only. Parameters keep their names.
 *
 * @returns the content of an `.onnx` file
 * @throws SidError SID_WEIGHTS_INVALID; SID_EXPORT_UNSUPPORTED naming the operation that ONNX export does not know
 */
export const exportOnnx = (network: Network, weights: Weights): Uint8Array => {
  checkWeights(network.parameters, weights);
  return whileRecording((recording) => {
    tf.engine().startScope();
    try {
      return record(recording, network, weights);
    } catch (error) {
      if (error instanceof SidError) throw error;
      throw new SidError('SID_EXPORT_UNSUPPORTED', `${network.name} cannot be exported to ONNX: ${messageOf(error)}`, {
        cause: error,
      });
    } finally {
      tf.engine().endScope();
    }
  });
};
