import { SidError } from '@sid/core';
import type * as tf from '@tensorflow/tfjs';
import { sizeOf } from '../parameter.ts';
import type { Attribute, ElementType, Graph, Initialiser, Node, ValueInfo } from './graph.ts';

/**
 * The batch while a network is recorded. Nothing is computed, so it costs nothing; a prime that no layer has as its
 * width, so that every dimension that depends on the batch can be told by divisibility.
 */
export const batchSize = 1009;

/** Whether a dimension grows with the batch. */
export const isBatch = (size: number): boolean => size > 0 && size % batchSize === 0;

/**
 * Where a tensor's values are. ONNX convolutions want channels second, tfjs has them last: a value is kept in
 * whatever order its last operator left it, with dimension i of the stored tensor being dimension `order[i]` of
 * tfjs', and is only transposed when an operator needs another one. So no transposition remains inside a network.
 */
export interface Stored {
  readonly name: string;
  readonly order: readonly number[];
}

interface Constant {
  readonly values: ArrayLike<number>;
  /** Kept when it is a parameter. */
  readonly name?: string;
}

export const identity = (rank: number): readonly number[] => Array.from({ length: rank }, (_, i) => i);

export const sameOrder = (a: readonly number[], b: readonly number[]): boolean =>
  a.length === b.length && a.every((value, i) => value === b[i]);

const elementType = (dtype: tf.DataType): ElementType =>
  dtype === 'int32' ? 'int64' : dtype === 'bool' ? 'bool' : 'float32';

const packed = (values: ArrayLike<number>, type: ElementType): Initialiser['data'] => {
  if (type === 'int64') return BigInt64Array.from(Array.from(values), BigInt);
  if (type === 'bool') return Uint8Array.from(values);
  if (type === 'float64') return Float64Array.from(values);
  return values instanceof Float32Array ? values : Float32Array.from(values);
};

/** Collects an ONNX graph while tfjs runs a forward pass on the recording backend. */
export class Recording {
  readonly #nodes: Node[] = [];
  readonly #initialisers = new Map<string, Initialiser>();
  readonly #constants = new WeakMap<object, Constant>();
  readonly #stored = new WeakMap<object, Stored>();
  /** Names of transposed, reshaped and broadcast copies, so that each is made once. */
  readonly #copies = new Map<string, string>();
  #count = 0;
  #inputName = '';

  /** A fresh name. */
  name(stem: string): string {
    return `${stem}_${this.#count++}`;
  }

  /** tfjs hands over values: a parameter, or a number written into the network. */
  addConstant(dataId: object, values: ArrayLike<number>): void {
    this.#constants.set(dataId, { values });
  }

  nameConstant(dataId: object, name: string): void {
    const constant = this.#constants.get(dataId);
    if (constant !== undefined) this.#constants.set(dataId, { ...constant, name });
  }

  addInput(dataId: object, name: string, rank: number, shared: boolean): void {
    if (!shared) this.#inputName = name;
    this.#stored.set(dataId, { name, order: identity(rank) });
  }

  /** Values known now, or undefined if they are computed from the input. */
  constantOf({ dataId }: tf.TensorInfo): ArrayLike<number> | undefined {
    return this.#constants.get(dataId)?.values;
  }

  /** @throws SidError SID_EXPORT_UNSUPPORTED for a tensor that was made before the recording on another backend */
  stored(info: tf.TensorInfo): Stored {
    const known = this.#stored.get(info.dataId);
    if (known !== undefined) return known;
    const constant = this.#constants.get(info.dataId);
    if (constant === undefined)
      throw new SidError('SID_EXPORT_UNSUPPORTED', 'The network uses a tensor that was not made while it ran.');
    if (info.shape.some(isBatch))
      throw new SidError(
        'SID_EXPORT_UNSUPPORTED',
        `The network makes a constant of shape [${info.shape.join(', ')}], whose size depends on the batch; let it broadcast instead (size 1 along the batch).`,
      );
    const name = this.initialiser(constant.values, info.shape, elementType(info.dtype), constant.name);
    const stored = { name, order: identity(info.shape.length) };
    this.#stored.set(info.dataId, stored);
    return stored;
  }

  /** Stores values in the file and returns their name; equal small ones are stored once. */
  initialiser(values: ArrayLike<number>, shape: readonly number[], type: ElementType, name?: string): string {
    const small = name === undefined && values.length <= 16;
    const key = name ?? (small ? `${type}[${shape.join('x')}]=${Array.from(values).join('/')}` : this.name('constant'));
    if (!this.#initialisers.has(key))
      this.#initialisers.set(key, { name: key, type, shape: [...shape], data: packed(values, type) });
    return key;
  }

  ints(values: readonly number[]): string {
    return this.initialiser(values, [values.length], 'int64');
  }

  /** Adds a node with one output and returns that output's name. */
  node(op: string, inputs: readonly string[], attributes: Readonly<Record<string, Attribute>> = {}): string {
    const [output] = this.nodes(op, inputs, 1, attributes);
    return output ?? '';
  }

  /** Adds a node with several outputs. */
  nodes(
    op: string,
    inputs: readonly string[],
    count: number,
    attributes: Readonly<Record<string, Attribute>> = {},
  ): readonly string[] {
    const outputs = Array.from({ length: count }, () => this.name(op));
    this.#nodes.push({ op, inputs, outputs, attributes });
    return outputs;
  }

  /** The same, made only once for the same inputs: for copies in another layout. */
  copy(op: string, inputs: readonly string[], attributes: Readonly<Record<string, Attribute>> = {}): string {
    const key = JSON.stringify([op, inputs, attributes]);
    const known = this.#copies.get(key);
    if (known !== undefined) return known;
    const made = this.node(op, inputs, attributes);
    this.#copies.set(key, made);
    return made;
  }

  /** Name of the tensor with its dimensions in a given order, transposing if it is stored in another. */
  arranged(info: tf.TensorInfo, order: readonly number[]): string {
    const stored = this.stored(info);
    if (sameOrder(stored.order, order)) return stored.name;
    const wide = (dimensions: readonly number[]) => dimensions.filter((dimension) => info.shape[dimension] !== 1);
    if (sameOrder(wide(stored.order), wide(order)))
      return this.reshaped(
        stored.name,
        order.map((dimension) => info.shape[dimension] ?? 1),
      );
    const perm = order.map((dimension) => stored.order.indexOf(dimension));
    return this.copy('Transpose', [stored.name], { perm: { kind: 'ints', value: perm } });
  }

  /** Name of the tensor as tfjs sees it. */
  plain(info: tf.TensorInfo): string {
    return this.arranged(info, identity(info.shape.length));
  }

  /** A tfjs tensor for what an ONNX node gives. */
  output(name: string, shape: readonly number[], dtype: tf.DataType, order = identity(shape.length)): tf.TensorInfo {
    const dataId = {};
    this.#stored.set(dataId, { name, order });
    return { dataId, shape: [...shape], dtype };
  }

  /** An int64 tensor that holds a shape whose batch is only known when the graph runs. */
  shape(dimensions: readonly number[]): string {
    if (!dimensions.some(isBatch)) return this.ints(dimensions);
    const batch = this.copy('Slice', [this.copy('Shape', [this.#inputName]), this.ints([0]), this.ints([1])]);
    const parts = dimensions.map((size) =>
      isBatch(size) ? this.copy('Mul', [batch, this.ints([size / batchSize])]) : this.ints([size]),
    );
    return this.copy('Concat', parts, { axis: { kind: 'int', value: 0 } });
  }

  /** Reshapes a stored tensor. @param to - at most one dimension depends on the batch */
  reshaped(name: string, to: readonly number[]): string {
    if (to.filter(isBatch).length > 1) return this.copy('Reshape', [name, this.shape(to)]);
    const target = to.map((size) => (isBatch(size) ? -1 : size));
    return this.copy('Reshape', [name, this.ints(target)]);
  }

  /** Names a tensor as an output of the graph. */
  result(name: string, info: tf.TensorInfo): void {
    this.#nodes.push({ op: 'Identity', inputs: [this.plain(info)], outputs: [name], attributes: {} });
  }

  finish(name: string, inputs: readonly ValueInfo[], outputs: readonly ValueInfo[]): Graph {
    return { name, nodes: this.#nodes, initialisers: [...this.#initialisers.values()], inputs, outputs };
  }
}

/** Number of elements, the batch counted as recorded. */
export const elements = (info: tf.TensorInfo): number => sizeOf(info.shape);
