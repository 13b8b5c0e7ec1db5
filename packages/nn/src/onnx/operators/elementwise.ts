import type * as tf from '@tensorflow/tfjs';
import type { Attribute } from '../graph.ts';
import { elements, identity, type Recording, sameOrder } from '../recording.ts';
import { given, type Operator, type Operators } from './operator.ts';

const unary =
  (op: string, attributes: Readonly<Record<string, Attribute>> = {}): Operator =>
  (recording, inputs) => {
    const x = given(inputs, 'x');
    const { name, order } = recording.stored(x);
    return recording.output(recording.node(op, [name], attributes), x.shape, x.dtype, order);
  };

const broadcastShape = (a: readonly number[], b: readonly number[]): readonly number[] => {
  const rank = Math.max(a.length, b.length);
  const at = (shape: readonly number[], i: number) => shape[i - (rank - shape.length)] ?? 1;
  return identity(rank).map((i) => (at(a, i) === 1 ? at(b, i) : at(a, i)));
};

/** A tensor ready to be broadcast against others stored in `order`. */
const aligned = (recording: Recording, info: tf.TensorInfo, order: readonly number[]): string => {
  if (elements(info) === 1) return recording.reshaped(recording.stored(info).name, []);
  const missing = order.length - info.shape.length;
  const { name, order: own } = recording.stored(info);
  const extended = [...identity(missing), ...own.map((dimension) => dimension + missing)];
  const shape = [...Array.from({ length: missing }, () => 1), ...info.shape];
  if (sameOrder(extended, order)) return name;
  const wide = shape.filter((size) => size !== 1).length;
  if (wide <= 1)
    return recording.reshaped(
      name,
      order.map((dimension) => shape[dimension] ?? 1),
    );
  const plain =
    missing === 0 ? info : recording.output(recording.reshaped(recording.plain(info), shape), shape, info.dtype);
  return recording.arranged(plain, order);
};

/** The order of the larger operand, so that the smaller one is what gets transposed. */
const commonOrder = (recording: Recording, operands: readonly tf.TensorInfo[], rank: number): readonly number[] => {
  const full = operands.filter(({ shape }) => shape.length === rank);
  const largest = full.reduce((a, b) => (elements(b) > elements(a) ? b : a), full[0] ?? (operands[0] as tf.TensorInfo));
  return recording.stored(largest).order;
};

const binary =
  (op: string, dtype?: tf.DataType): Operator =>
  (recording, inputs) => {
    const a = given(inputs, 'a');
    const b = given(inputs, 'b');
    const shape = broadcastShape(a.shape, b.shape);
    const order = commonOrder(recording, [a, b], shape.length);
    const names = [a, b].map((operand) => aligned(recording, operand, order));
    return recording.output(recording.node(op, names), shape, dtype ?? a.dtype, order);
  };

const squaredDifference: Operator = (recording, inputs, attributes) => {
  const difference = binary('Sub')(recording, inputs, attributes) as tf.TensorInfo;
  return binary('Mul')(recording, { a: difference, b: difference }, attributes);
};

const select: Operator = (recording, inputs) => {
  const operands = ['condition', 't', 'e'].map((name) => given(inputs, name));
  const [condition, t] = operands as [tf.TensorInfo, tf.TensorInfo];
  const order = commonOrder(recording, operands, t.shape.length);
  // A condition of rank 1 chooses rows.
  const rows = condition.shape.length === 1 && t.shape.length > 1;
  const names = operands.map((operand, i) =>
    i === 0 && rows
      ? recording.reshaped(
          recording.plain(operand),
          order.map((dimension) => (dimension === 0 ? (t.shape[0] ?? 1) : 1)),
        )
      : aligned(recording, operand, order),
  );
  return recording.output(recording.node('Where', names), t.shape, t.dtype, order);
};

const clip: Operator = (recording, inputs, { clipValueMin, clipValueMax }) => {
  const x = given(inputs, 'x');
  const { name, order } = recording.stored(x);
  const bounds = [clipValueMin, clipValueMax].map((value) => recording.initialiser([Number(value)], [], 'float32'));
  return recording.output(recording.node('Clip', [name, ...bounds]), x.shape, x.dtype, order);
};

const cast: Operator = (recording, inputs, { dtype }) => {
  const x = given(inputs, 'x');
  const { name, order } = recording.stored(x);
  const to = { float32: 1, int32: 7, bool: 9 }[String(dtype)] ?? 1;
  const converted = recording.node('Cast', [name], { to: { kind: 'int', value: to } });
  return recording.output(converted, x.shape, dtype as tf.DataType, order);
};

/** x² and 1/√x, which ONNX has no operator for. */
const square: Operator = (recording, inputs, attributes) => {
  const x = given(inputs, 'x');
  return binary('Mul')(recording, { a: x, b: x }, attributes);
};
const rsqrt: Operator = (recording, inputs) => {
  const x = given(inputs, 'x');
  const { name, order } = recording.stored(x);
  return recording.output(recording.node('Reciprocal', [recording.node('Sqrt', [name])]), x.shape, x.dtype, order);
};

const leakyRelu: Operator = (recording, inputs, attributes) =>
  unary('LeakyRelu', { alpha: { kind: 'float', value: Number(attributes.alpha) } })(recording, inputs, attributes);

const addN: Operator = (recording, inputs) => {
  const parts = Object.values(inputs);
  const order = commonOrder(recording, parts, parts[0]?.shape.length ?? 0);
  const names = parts.map((part) => recording.arranged(part, order));
  return recording.output(recording.node('Sum', names), parts[0]?.shape ?? [], 'float32', order);
};

export const elementwise: Operators = {
  ...Object.fromEntries(
    Object.entries({
      Abs: 'Abs',
      Ceil: 'Ceil',
      Cos: 'Cos',
      Elu: 'Elu',
      Erf: 'Erf',
      Exp: 'Exp',
      Floor: 'Floor',
      Identity: 'Identity',
      Log: 'Log',
      LogicalNot: 'Not',
      Neg: 'Neg',
      Reciprocal: 'Reciprocal',
      Relu: 'Relu',
      Selu: 'Selu',
      Sigmoid: 'Sigmoid',
      Sign: 'Sign',
      Sin: 'Sin',
      Softplus: 'Softplus',
      Sqrt: 'Sqrt',
      Tanh: 'Tanh',
    }).map(([kernel, op]) => [kernel, unary(op)]),
  ),
  ...Object.fromEntries(
    Object.entries({
      Add: 'Add',
      Sub: 'Sub',
      Multiply: 'Mul',
      RealDiv: 'Div',
      Pow: 'Pow',
      Maximum: 'Max',
      Minimum: 'Min',
    }).map(([kernel, op]) => [kernel, binary(op)]),
  ),
  ...Object.fromEntries(
    Object.entries({
      Greater: 'Greater',
      GreaterEqual: 'GreaterOrEqual',
      Less: 'Less',
      LessEqual: 'LessOrEqual',
      Equal: 'Equal',
      LogicalAnd: 'And',
      LogicalOr: 'Or',
    }).map(([kernel, op]) => [kernel, binary(op, 'bool')]),
  ),
  AddN: addN,
  SquaredDifference: squaredDifference,
  Select: select,
  SelectV2: select,
  ClipByValue: clip,
  Cast: cast,
  Square: square,
  Rsqrt: rsqrt,
  LeakyRelu: leakyRelu,
};
