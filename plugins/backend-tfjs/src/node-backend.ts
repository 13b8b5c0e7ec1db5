import type { NamedAttrMap, TensorInfo } from '@tensorflow/tfjs';
import type { Tfjs } from './engine.ts';

export interface Attribute {
  readonly name: string;
  readonly type: number;
  readonly value: unknown;
}

/** As much of tfjs-node's backend as kernels need. */
export interface NodeBackend {
  readonly binding: Readonly<
    Record<`TF_ATTR_${'INT' | 'FLOAT' | 'BOOL' | 'STRING' | 'TYPE'}` | 'TF_FLOAT' | 'TF_INT32', number>
  >;
  executeSingleOutput(name: string, attributes: readonly Attribute[], inputs: readonly TensorInfo[]): TensorInfo;
  executeMultipleOutputs(
    name: string,
    attributes: readonly Attribute[],
    inputs: readonly TensorInfo[],
    count: number,
  ): TensorInfo[];
  typeAttributeFromTensor(x: TensorInfo): number;
  createReductionOpAttrs(x: TensorInfo, keepDims: boolean): readonly Attribute[];
  incRef(dataId: object): void;
  write(values: Int32Array, shape: readonly number[], dtype: 'int32'): object;
}

export type Inputs = Readonly<Record<string, TensorInfo>>;
export type Kernel = (
  tf: Tfjs,
  backend: NodeBackend,
  inputs: Inputs,
  attributes: NamedAttrMap,
) => TensorInfo | TensorInfo[];

const known = new WeakMap<NodeBackend, Map<string, TensorInfo>>();

/**
 * Shapes and orders of axes, which libtensorflow wants as tensors: a network has a few hundred different ones, and a
 * step asks for each again. Made once, and kept.
 */
export const integers = (backend: NodeBackend, values: readonly number[]): TensorInfo => {
  const own = known.get(backend) ?? new Map<string, TensorInfo>();
  known.set(backend, own);
  const key = values.join();
  const found = own.get(key);
  if (found !== undefined) return found;
  const shape = [values.length];
  const made: TensorInfo = { dataId: backend.write(Int32Array.from(values), shape, 'int32'), shape, dtype: 'int32' };
  own.set(key, made);
  return made;
};
