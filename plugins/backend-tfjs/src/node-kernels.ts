import type { Tensor, Tensor4D, TensorInfo } from '@tensorflow/tfjs';
import type { Tfjs } from './engine.ts';
import { type Attribute, type Inputs, integers, type Kernel, type NodeBackend } from './node-backend.ts';
import { shapeKernels } from './node-shapes.ts';

const float = ({ binding }: NodeBackend): readonly Attribute[] => [
  { name: 'T', type: binding.TF_ATTR_TYPE, value: binding.TF_FLOAT },
];

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

interface ConvAttributes {
  readonly strides: readonly [number, number];
  readonly pad: readonly (readonly [number, number])[];
  readonly inputShape: readonly [number, number, number, number];
  readonly filterShape: readonly [number, number, number, number];
}

/**
 * How a convolution lies on its input. oneDNN writes beyond its memory where rows or columns are left over that no step
 * of the kernel touches, so the padding behind is shortened by them, and the input where there is no padding.
 */
const placement = ({ strides, pad, inputShape, filterShape }: ConvAttributes) => {
  const along = (axis: 0 | 1) => {
    const size = inputShape[axis + 1] ?? 0;
    const [before, after] = pad[axis + 1] ?? [0, 0];
    const kernel = filterShape[axis] ?? 1;
    const left = (size + before + after - kernel) % strides[axis];
    return { before, after: Math.max(0, after - left), used: size - Math.max(0, left - after), size };
  };
  const [rows, columns] = [along(0), along(1)];
  return { rows, columns, pads: [rows.before, rows.after, columns.before, columns.after] };
};

/** Steps over pixels with a filter of one pixel are taken before it, by a copy of those that are seen: see above. */
const conv: Kernel = (tf, backend, { x, filter }, attributes) => {
  const { strides, pad } = attributes as unknown as ConvAttributes;
  const [image, weights] = [x as Tensor4D, filter as Tensor4D];
  const pads = pad.slice(1, 3).flat();
  const pixel = weights.shape[0] === 1 && weights.shape[1] === 1 && pads.every((each) => each === 0);
  if (!pixel || (strides[0] === 1 && strides[1] === 1))
    return backend.executeSingleOutput('Conv2D', windowed(backend, strides, pads), [image, weights]);
  return tf.tidy(() => {
    const seen = tf.stridedSlice(image, [0, 0, 0, 0], image.shape, [1, ...strides, 1]);
    return backend.executeSingleOutput('Conv2D', windowed(backend, [1, 1], pads), [seen, weights]) as Tensor;
  });
};

/** Stride 1: a convolution of dy with the filter turned round and transposed takes half as long as the gradient's own. */
const gradInputTurned: Kernel = (tf, backend, { dy, filter }, attributes) => {
  const { pad, filterShape } = attributes as unknown as ConvAttributes;
  const pads = [1, 2].flatMap((axis) => (pad[axis] ?? []).map((zeros) => (filterShape[axis - 1] ?? 1) - 1 - zeros));
  return tf.tidy(() => {
    const turned = tf.transpose(tf.reverse(filter as Tensor4D, [0, 1]), [0, 1, 3, 2]);
    return backend.executeSingleOutput('Conv2D', windowed(backend, [1, 1], pads), [dy as TensorInfo, turned]) as Tensor;
  });
};

const gradInput: Kernel = (tf, backend, inputs, attributes) => {
  const { dy, filter } = inputs;
  const conv = attributes as unknown as ConvAttributes;
  const { strides, inputShape, filterShape } = conv;
  if (strides[0] * strides[1] === 1 && filterShape[0] * filterShape[1] > 1)
    return gradInputTurned(tf, backend, inputs, attributes);
  const { rows, columns, pads } = placement(conv);
  const [batch, , , channels] = inputShape;
  return tf.tidy(() => {
    const sizes = integers(backend, [batch, rows.used, columns.used, channels]);
    const inputs = [sizes, filter as TensorInfo, dy as TensorInfo];
    const dx = backend.executeSingleOutput('Conv2DBackpropInput', windowed(backend, conv.strides, pads), inputs);
    const rest = [0, rows.size - rows.used, columns.size - columns.used, 0].map((n): [number, number] => [0, n]);
    return rest.every(([, n]) => n === 0) ? (dx as Tensor) : tf.pad(dx as Tensor, rest);
  });
};

/** A product of two matrices, each given as a tensor and its columns; what comes out has any shape of its size. */
const product = (
  tf: Tfjs,
  backend: NodeBackend,
  factors: readonly (readonly [TensorInfo | undefined, number])[],
  { transposed, shape }: { readonly transposed: readonly [boolean, boolean]; readonly shape: readonly number[] },
): Tensor =>
  tf.tidy(() => {
    const { TF_ATTR_BOOL: type } = backend.binding;
    const attributes = [
      ...float(backend),
      { name: 'transpose_a', type, value: transposed[0] },
      { name: 'transpose_b', type, value: transposed[1] },
    ];
    const matrices = factors.map(([tensor, columns]) => tf.reshape(tensor as Tensor, [-1, columns]));
    return tf.reshape(backend.executeSingleOutput('MatMul', attributes, matrices) as Tensor, [...shape]);
  });

const widths = (weight: readonly number[]): readonly [to: number, from: number] => {
  const [to = 1, ...others] = weight;
  return [to, others.reduce((a, b) => a * b, 1)];
};

const pixels: Kernel = (tf, backend, { x, weight }) => {
  const [to, from] = widths(weight?.shape ?? []);
  const shape = [...(x?.shape.slice(0, -1) ?? []), to];
  const factors = [[x, from] as const, [weight, from] as const];
  return product(tf, backend, factors, { transposed: [false, true], shape });
};

const pixelsGradInput: Kernel = (tf, backend, { dy, weight }) => {
  const [to, from] = widths(weight?.shape ?? []);
  const shape = [...(dy?.shape.slice(0, -1) ?? []), from];
  const factors = [[dy, to] as const, [weight, from] as const];
  return product(tf, backend, factors, { transposed: [false, false], shape });
};

const pixelsGradWeight: Kernel = (tf, backend, { dy, x }, attributes) => {
  const shape = attributes.shape as number[];
  const [to, from] = widths(shape);
  const factors = [[dy, to] as const, [x, from] as const];
  return product(tf, backend, factors, { transposed: [true, false], shape });
};

const biasGrad: Kernel = (_, backend, { dy }) => {
  const format = { name: 'data_format', type: backend.binding.TF_ATTR_STRING, value: 'NHWC' };
  return backend.executeSingleOutput('BiasAddGrad', [...float(backend), format], [dy] as TensorInfo[]);
};

const gradFilter: Kernel = (tf, backend, { x, dy }, attributes) => {
  const conv = attributes as unknown as ConvAttributes;
  const { rows, columns } = placement(conv);
  const [batch, , , channels] = conv.inputShape;
  return tf.tidy(() => {
    const sizes = integers(backend, conv.filterShape);
    const whole = rows.used === rows.size && columns.used === columns.size;
    const seen = whole ? x : tf.slice(x as Tensor, [0, 0, 0, 0], [batch, rows.used, columns.used, channels]);
    // Told to pad by itself, oneDNN copies the input once for every pixel of the filter: several times as long.
    const around = [rows, columns].map(({ before, after }): [number, number] => [before, after]);
    const image = around.flat().every((zeros) => zeros === 0)
      ? seen
      : tf.pad(seen as Tensor, [[0, 0], ...around, [0, 0]]);
    const inputs = [image as TensorInfo, sizes, dy as TensorInfo];
    const attributes = windowed(backend, conv.strides, [0, 0, 0, 0]);
    return backend.executeSingleOutput('Conv2DBackpropFilter', attributes, inputs) as Tensor;
  });
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

const normalisation = ({ binding }: NodeBackend, epsilon: unknown): readonly Attribute[] => [
  { name: 'T', type: binding.TF_ATTR_TYPE, value: binding.TF_FLOAT },
  { name: 'U', type: binding.TF_ATTR_TYPE, value: binding.TF_FLOAT },
  { name: 'epsilon', type: binding.TF_ATTR_FLOAT, value: epsilon },
  { name: 'data_format', type: binding.TF_ATTR_STRING, value: 'NHWC' },
  { name: 'is_training', type: binding.TF_ATTR_BOOL, value: true },
];

const batchNorm: Kernel = (tf, backend, { x, gain, bias }, { epsilon }) => {
  const none = tf.tensor1d([], 'float32');
  const inputs = [x, gain, bias, none, none] as TensorInfo[];
  const outputs = backend.executeMultipleOutputs('FusedBatchNormV3', normalisation(backend, epsilon), inputs, 6);
  none.dispose();
  return outputs;
};

const batchNormGrad: Kernel = (tf, backend, { dy, x, gain, saved0, saved1, saved2 }, { epsilon }) => {
  const inputs = [dy, x, gain, saved0, saved1, saved2] as TensorInfo[];
  const outputs = backend.executeMultipleOutputs('FusedBatchNormGradV3', normalisation(backend, epsilon), inputs, 5);
  tf.dispose(outputs.slice(3) as Tensor[]);
  return outputs.slice(0, 3);
};

/** By name: those that `@sid/nn` takes where a backend has them, and some of tfjs: two that refuse explicit padding. */
const kernels: Readonly<Record<string, Kernel>> = {
  SidConv2D: conv,
  SidConv2DGradInput: gradInput,
  SidConv2DGradFilter: gradFilter,
  SidPixels: pixels,
  SidPixelsGradInput: pixelsGradInput,
  SidPixelsGradWeight: pixelsGradWeight,
  SidBiasGrad: biasGrad,
  SidReluGrad: (_, backend, { dy, y }) =>
    backend.executeSingleOutput('ReluGrad', float(backend), [dy, y] as TensorInfo[]),
  SidBatchNorm: batchNorm,
  SidBatchNormGrad: batchNormGrad,
  MaxPool: pooling('MaxPool', ['x']),
  MaxPoolGrad: pooling('MaxPoolGrad', ['input', 'output', 'dy']),
  ...shapeKernels,
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
