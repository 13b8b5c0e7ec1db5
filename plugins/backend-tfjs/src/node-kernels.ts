import type { NamedAttrMap, TensorInfo } from '@tensorflow/tfjs';
import type { Tfjs } from './engine.ts';

interface Attribute {
  readonly name: string;
  readonly type: number;
  readonly value: unknown;
}

/** As much of tfjs-node's backend as kernels need. */
interface NodeBackend {
  readonly binding: Readonly<Record<'TF_ATTR_INT' | 'TF_ATTR_STRING' | 'TF_ATTR_TYPE' | 'TF_FLOAT', number>>;
  executeSingleOutput(name: string, attributes: readonly Attribute[], inputs: readonly TensorInfo[]): TensorInfo;
}

type Inputs = Readonly<Record<string, TensorInfo>>;
type Kernel = (tf: Tfjs, backend: NodeBackend, inputs: Inputs, attributes: NamedAttrMap) => TensorInfo;

const windowed = (
  { binding }: NodeBackend,
  strides: readonly number[],
  pads: readonly number[],
): readonly Attribute[] => {
  const padding = pads.every((pad) => pad === 0) ? 'VALID' : 'EXPLICIT';
  return [
    { name: 'T', type: binding.TF_ATTR_TYPE, value: binding.TF_FLOAT },
    { name: 'strides', type: binding.TF_ATTR_INT, value: [1, ...strides, 1] },
    { name: 'padding', type: binding.TF_ATTR_STRING, value: padding },
    { name: 'explicit_paddings', type: binding.TF_ATTR_INT, value: padding === 'VALID' ? [] : [0, 0, ...pads, 0, 0] },
    { name: 'data_format', type: binding.TF_ATTR_STRING, value: 'NHWC' },
  ];
};

/** A gradient of a convolution: libtensorflow's own, which tfjs-node only calls for the paddings `valid` and `same`. */
const convolution =
  (
    operation: string,
    shape: string,
    inputs: (sizes: TensorInfo, given: Inputs) => readonly (TensorInfo | undefined)[],
  ): Kernel =>
  (tf, backend, given, attributes) => {
    const sizes = tf.tensor1d(attributes[shape] as number[], 'int32');
    try {
      return backend.executeSingleOutput(
        operation,
        windowed(backend, attributes.strides as number[], (attributes.pad as number[][]).slice(1, 3).flat()),
        inputs(sizes, given).filter((input) => input !== undefined),
      );
    } finally {
      sizes.dispose();
    }
  };

const pooling =
  (operation: string, names: readonly string[]): Kernel =>
  (tf, backend, given, attributes) => {
    const { filterSize, strides, pad, dimRoundingMode } = attributes as unknown as {
      filterSize: number;
      strides: number;
      pad: number;
      dimRoundingMode: 'floor';
    };
    const inputs = names.flatMap((name) => given[name] ?? []);
    const shape = inputs[0]?.shape as [number, number, number, number];
    const info = tf.backend_util.computePool2DInfo(shape, filterSize, strides, 1, pad, dimRoundingMode);
    const { top, bottom, left, right } = info.padInfo;
    return backend.executeSingleOutput(
      operation,
      [
        ...windowed(backend, [info.strideHeight, info.strideWidth], [top, bottom, left, right]),
        { name: 'ksize', type: backend.binding.TF_ATTR_INT, value: [1, info.filterHeight, info.filterWidth, 1] },
      ],
      inputs,
    );
  };

/** By name: those that `@sid/nn` takes where a backend has them, and two of tfjs that refuse explicit padding. */
const kernels: Readonly<Record<string, Kernel>> = {
  SidConv2DGradInput: convolution('Conv2DBackpropInput', 'inputShape', (sizes, { filter, dy }) => [sizes, filter, dy]),
  SidConv2DGradFilter: convolution('Conv2DBackpropFilter', 'filterShape', (sizes, { x, dy }) => [x, sizes, dy]),
  MaxPool: pooling('MaxPool', ['x']),
  MaxPoolGrad: pooling('MaxPoolGrad', ['input', 'output', 'dy']),
};

/** Teaches the tfjs backend `tensorflow` what it can do and tfjs-node does not ask for. */
export const registerNodeKernels = async (): Promise<void> => {
  const tf: Tfjs = await import('@tensorflow/tfjs');
  for (const [kernelName, kernel] of Object.entries(kernels)) {
    if (tf.getKernel(kernelName, 'tensorflow') !== undefined) tf.unregisterKernel(kernelName, 'tensorflow');
    tf.registerKernel({
      kernelName,
      backendName: 'tensorflow',
      kernelFunc: ({ inputs, attrs, backend }) => kernel(tf, backend as NodeBackend, inputs as Inputs, attrs ?? {}),
    });
  }
};
