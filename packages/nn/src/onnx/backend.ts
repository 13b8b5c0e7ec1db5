import { SidError } from '@sid/core';
import * as tf from '@tensorflow/tfjs';
import { elementwise } from './operators/elementwise.ts';
import { fused } from './operators/fused.ts';
import { images } from './operators/image.ts';
import { graphs } from './operators/neighbours.ts';
import type { Operator, Operators } from './operators/operator.ts';
import { reductions } from './operators/reduce.ts';
import { shapes } from './operators/shape.ts';
import { Recording } from './recording.ts';

/** Name of the tfjs backend that writes down what it is asked to compute. */
const recordingBackend = 'sid-onnx';

/** Computes nothing: every kernel adds nodes to the current recording and passes on a shape. */
class RecordingBackend extends tf.KernelBackend {
  recording = new Recording();

  override write(values: tf.BackendValues): object {
    const dataId = {};
    this.recording.addConstant(dataId, values as ArrayLike<number>);
    return dataId;
  }

  override move(dataId: object, values: tf.BackendValues): void {
    this.recording.addConstant(dataId, values as ArrayLike<number>);
  }

  override readSync(dataId: object): tf.BackendValues {
    const values = this.recording.constantOf({ dataId, shape: [], dtype: 'float32' });
    if (values === undefined)
      throw new SidError(
        'SID_EXPORT_UNSUPPORTED',
        'The network reads the values of a tensor that depends on its input; only tensor operations can be exported.',
      );
    return values as tf.BackendValues;
  }

  override async read(dataId: object): Promise<tf.BackendValues> {
    return this.readSync(dataId);
  }

  override disposeData(): boolean {
    return true;
  }

  override incRef(): void {}

  override refCount(): number {
    return 1;
  }

  override numDataIds(): number {
    return 0;
  }

  override memory(): { unreliable: boolean } {
    return { unreliable: true };
  }

  override floatPrecision(): 32 {
    return 32;
  }

  override epsilon(): number {
    return 1e-7;
  }

  override dispose(): void {}
}

const instance = new RecordingBackend();

/**
 * Teaches the export a tfjs kernel of one's own. Kernels whose names begin with `Sid` are the composite ones of this
 * package: layers use them where a backend has them, and simpler operations otherwise.
 */
export const defineOperator = (kernelName: string, operator: Operator): void => {
  tf.registerKernel({
    kernelName,
    backendName: recordingBackend,
    kernelFunc: ({ inputs, attrs }) =>
      operator(instance.recording, inputs as Readonly<Record<string, tf.TensorInfo>>, attrs ?? {}),
  });
};

const all: Operators = { ...elementwise, ...reductions, ...shapes, ...images, ...graphs, ...fused };

let registered = false;

const register = (): void => {
  if (registered) return;
  registered = true;
  tf.registerBackend(recordingBackend, () => instance, -1);
  for (const [name, operator] of Object.entries(all)) defineOperator(name, operator);
};

/** Runs `work` with the recording backend current, and gives back the backend that was. */
export const whileRecording = <T>(work: (recording: Recording) => T): T => {
  register();
  // Undefined before tfjs has computed anything.
  const before = tf.getBackend() as string | undefined;
  instance.recording = new Recording();
  void tf.setBackend(recordingBackend);
  try {
    return work(instance.recording);
  } finally {
    instance.recording = new Recording();
    void tf.setBackend(before ?? 'cpu');
  }
};
