import type * as tf from '@tensorflow/tfjs';
import type { Attribute } from '../graph.ts';
import { elements, type Recording, type Stored } from '../recording.ts';
import { elementwise } from './elementwise.ts';
import { images } from './image.ts';
import { given, type Operator, type Operators } from './operator.ts';

/**
 * The same linear map of every row: what a convolution of size 1 is where channels come last. It is written as one
 * matrix product, when something else than what can be taken into it follows: a bias, batch normalisation, an
 * activation. Weights that this changes are computed from the parameters within the graph, and hence once, when it is
 * opened.
 */
interface RowMap {
  /** Name of `[rows, from]`. */
  readonly input: string;
  /** Name of `[to, from]`. */
  readonly weight: string;
  /** Name of `[to]`. */
  readonly bias?: string;
  readonly activation?: readonly [op: string, attributes: Readonly<Record<string, Attribute>>];
  readonly shape: readonly number[];
  /** Name of `[rows, to]`, once it is written. */
  output?: string;
}

const maps = new WeakMap<object, RowMap>();

const written = (recording: Recording, map: RowMap): Stored => {
  const { input, weight, bias, activation, shape } = map;
  const product = recording.node('Gemm', bias === undefined ? [input, weight] : [input, weight, bias], {
    transB: { kind: 'int', value: 1 },
  });
  map.output = activation === undefined ? product : recording.node(activation[0], [product], activation[1]);
  return { name: recording.reshaped(map.output, shape), order: shape.map((_, i) => i) };
};

const deferred = (recording: Recording, map: RowMap): tf.TensorInfo => {
  const info = recording.deferred(map.shape, 'float32', () => written(recording, map));
  maps.set(info.dataId, map);
  return info;
};

/** What is not written yet and has no activation. */
const open = (info: tf.TensorInfo): RowMap | undefined => {
  const map = maps.get(info.dataId);
  return map?.output === undefined && map?.activation === undefined ? map : undefined;
};

/** Whether the channels of an image may as well stay last: it is a list of nodes, or they do so now. */
const hasRows = (recording: Recording, x: tf.TensorInfo): boolean => {
  if (x.shape[1] === 1) return true;
  const wide = recording.stored(x).order.filter((d) => x.shape[d] !== 1);
  return wide.every((d, i) => d > (wide[i - 1] ?? -1));
};

const conv =
  (otherwise: Operator): Operator =>
  (recording, inputs, attributes) => {
    const x = given(inputs, 'x');
    const filter = given(inputs, 'filter');
    const [rows, columns, from = 1, to = 1] = filter.shape;
    const { strides, dataFormat = 'NHWC', pad } = attributes;
    const isPlain =
      rows === 1 &&
      columns === 1 &&
      [strides].flat().every((stride) => stride === 1) &&
      [pad].flat(2).every((size) => size === 0 || size === 'same' || size === 'valid') &&
      dataFormat === 'NHWC';
    if (!isPlain || !hasRows(recording, x)) return otherwise(recording, inputs, attributes);
    const plain = recording.plain(x);
    const input = maps.get(x.dataId)?.output ?? recording.reshaped(plain, [elements(x) / from, from]);
    const weight = recording.reshaped(recording.arranged(filter, [3, 2, 0, 1]), [to, from]);
    return deferred(recording, { input, weight, shape: [...x.shape.slice(0, 3), to] });
  };

const isVector = ({ shape }: tf.TensorInfo, size: number): boolean =>
  shape.at(-1) === size && shape.slice(0, -1).every((n) => n === 1);

const add =
  (otherwise: Operator): Operator =>
  (recording, inputs, attributes) => {
    const b = given(inputs, 'b');
    const map = open(given(inputs, 'a'));
    const to = map?.shape.at(-1) ?? 1;
    if (map === undefined || map.bias !== undefined || !isVector(b, to))
      return otherwise(recording, inputs, attributes);
    return deferred(recording, { ...map, bias: recording.reshaped(recording.plain(b), [to]) });
  };

/**
 * (W·x + b − mean)·s + offset, with s = scale / √(variance + ε). What is no open map is multiplied and added to, where
 * its channels are last.
 */
const batchNorm =
  (otherwise: Operator): Operator =>
  (recording, inputs, attributes) => {
    const x = given(inputs, 'x');
    const map = open(x);
    const { scale, offset } = inputs;
    if (!scale || !offset || (map === undefined && !hasRows(recording, x)))
      return otherwise(recording, inputs, attributes);
    const to = x.shape.at(-1) ?? 1;
    const vectors = [scale, offset, given(inputs, 'mean'), given(inputs, 'variance')];
    const [gain, shift, mean, variance] = vectors.map((info) => recording.reshaped(recording.plain(info), [to])) as [
      string,
      string,
      string,
      string,
    ];
    const epsilon = recording.initialiser([Number(attributes.varianceEpsilon)], [], 'float32');
    const deviation = recording.node('Sqrt', [recording.node('Add', [variance, epsilon])]);
    const s = recording.node('Div', [gain, deviation]);
    const centred = map?.bias === undefined ? recording.node('Neg', [mean]) : recording.node('Sub', [map.bias, mean]);
    const bias = recording.node('Add', [recording.node('Mul', [centred, s]), shift]);
    if (map !== undefined) {
      const weight = recording.node('Mul', [map.weight, recording.reshaped(s, [to, 1])]);
      return deferred(recording, { ...map, weight, bias });
    }
    const scaled = recording.node('Mul', [recording.plain(x), s]);
    return recording.output(recording.node('Add', [scaled, bias]), x.shape, x.dtype);
  };

const activation =
  (op: string, otherwise: Operator): Operator =>
  (recording, inputs, attributes) => {
    const map = open(given(inputs, 'x'));
    if (map === undefined) return otherwise(recording, inputs, attributes);
    const slope = op === 'LeakyRelu' ? { alpha: { kind: 'float', value: Number(attributes.alpha) } as const } : {};
    return deferred(recording, { ...map, activation: [op, slope] });
  };

const wrapped = (table: Operators, names: readonly string[], wrap: (otherwise: Operator, name: string) => Operator) =>
  Object.fromEntries(names.flatMap((name) => (table[name] ? [[name, wrap(table[name], name)]] : [])));

/** Kernels of other tables, for rows. */
export const rows: Operators = {
  ...wrapped(images, ['Conv2D', 'SidConv2D'], conv),
  ...wrapped(images, ['FusedBatchNorm'], batchNorm),
  ...wrapped(elementwise, ['Add'], add),
  ...wrapped(elementwise, ['Relu', 'LeakyRelu', 'Elu'], (otherwise, name) => activation(name, otherwise)),
};
