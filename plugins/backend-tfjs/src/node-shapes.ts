import type { TensorInfo } from '@tensorflow/tfjs';
import { type Attribute, integers, type Kernel, type NodeBackend } from './node-backend.ts';

const types = (backend: NodeBackend, x: TensorInfo, other: string): readonly Attribute[] => {
  const { binding } = backend;
  return [
    { name: 'T', type: binding.TF_ATTR_TYPE, value: backend.typeAttributeFromTensor(x) },
    { name: other, type: binding.TF_ATTR_TYPE, value: binding.TF_INT32 },
  ];
};

/** A shape that stays, which gradients of sums ask for more often than not, needs no operation. */
const reshape: Kernel = (_, backend, inputs, attributes) => {
  const x = inputs.x as TensorInfo;
  const shape = attributes.shape as number[];
  const stays = x.shape.length === shape.length && x.shape.every((size, axis) => size === shape[axis]);
  if (!stays) return backend.executeSingleOutput('Reshape', types(backend, x, 'Tshape'), [x, integers(backend, shape)]);
  backend.incRef(x.dataId);
  return { dataId: x.dataId, shape: x.shape, dtype: x.dtype };
};

const transpose: Kernel = (_, backend, inputs, attributes) => {
  const x = inputs.x as TensorInfo;
  const order = integers(backend, attributes.perm as number[]);
  return backend.executeSingleOutput('Transpose', types(backend, x, 'Tperm'), [x, order]);
};

const sum: Kernel = (tf, backend, inputs, attributes) => {
  const x = inputs.x as TensorInfo;
  const axes = integers(backend, tf.util.parseAxisParam(attributes.axis as number | number[], x.shape));
  const keepDims = attributes.keepDims === true;
  return backend.executeSingleOutput('Sum', backend.createReductionOpAttrs(x, keepDims), [x, axes]);
};

/** tfjs-node's own, which make a tensor of every shape or list of axes, each time again. */
export const shapeKernels: Readonly<Record<string, Kernel>> = { Reshape: reshape, Transpose: transpose, Sum: sum };
