import type * as tf from '@tensorflow/tfjs';
import { identity, sameOrder } from '../recording.ts';
import { given, type Operator, type Operators } from './operator.ts';

const axesOf = (axis: unknown, rank: number): readonly number[] => {
  const listed = axis === undefined || axis === null ? identity(rank) : [axis].flat().map(Number);
  return listed.map((a) => (a < 0 ? a + rank : a));
};

const reduce =
  (op: string): Operator =>
  (recording, inputs, { axis, reductionIndices, keepDims }) => {
    const x = given(inputs, 'x');
    const rank = x.shape.length;
    const axes = axesOf(axis ?? reductionIndices, rank);
    const { name, order } = recording.stored(x);
    const places = recording.ints(axes.map((a) => order.indexOf(a)));
    const keep = { keepdims: { kind: 'int', value: keepDims === true ? 1 : 0 } } as const;
    const reduced = recording.node(op, [name, places], keep);
    if (keepDims === true)
      return recording.output(
        reduced,
        x.shape.map((size, i) => (axes.includes(i) ? 1 : size)),
        x.dtype,
        order,
      );
    const left = identity(rank).filter((dimension) => !axes.includes(dimension));
    const rest = order.filter((dimension) => !axes.includes(dimension)).map((dimension) => left.indexOf(dimension));
    return recording.output(
      reduced,
      left.map((dimension) => x.shape[dimension] ?? 1),
      x.dtype,
      rest,
    );
  };

const softmax: Operator = (recording, inputs) => {
  const x = given(inputs, 'logits');
  const { name, order } = recording.stored(x);
  const axis = order.indexOf(x.shape.length - 1);
  return recording.output(
    recording.node('Softmax', [name], { axis: { kind: 'int', value: axis } }),
    x.shape,
    x.dtype,
    order,
  );
};

/** Values and places of the k largest along the last axis. */
const topK: Operator = (recording, inputs, { k, sorted }) => {
  const x = given(inputs, 'x');
  const shape = [...x.shape.slice(0, -1), Number(k)];
  const [values, indices] = recording.nodes('TopK', [recording.plain(x), recording.ints([Number(k)])], 2, {
    sorted: { kind: 'int', value: sorted === false ? 0 : 1 },
  }) as [string, string];
  return [recording.output(values, shape, x.dtype), recording.output(indices, shape, 'int32')];
};

const batchMatMul: Operator = (recording, inputs, { transposeA, transposeB }) => {
  const operands = [given(inputs, 'a'), given(inputs, 'b')] as const;
  const rank = operands[0].shape.length;
  const swapped = [...identity(rank).slice(0, -2), rank - 1, rank - 2];
  const turned = [transposeA === true, transposeB === true];
  const [a, b] = operands.map(({ shape }, i) =>
    turned[i] ? [...shape.slice(0, -2), shape.at(-1) ?? 1, shape.at(-2) ?? 1] : shape,
  ) as [number[], number[]];
  const shape = [...a.slice(0, -1), b.at(-1) ?? 1];
  const sides = operands.map((operand: tf.TensorInfo, i) => {
    const { name, order } = recording.stored(operand);
    // What is stored with its last two dimensions changed is as good as a request for its transpose.
    if (sameOrder(order, swapped)) return { name, turned: !turned[i] };
    return { name: recording.plain(operand), turned: turned[i] === true };
  });
  if (rank === 2) {
    const flag = (value: boolean | undefined) => ({ kind: 'int', value: value === true ? 1 : 0 }) as const;
    const names = sides.map(({ name }) => name);
    const product = recording.node('Gemm', names, { transA: flag(sides[0]?.turned), transB: flag(sides[1]?.turned) });
    return recording.output(product, shape, operands[0].dtype);
  }
  const names = sides.map((side) =>
    side.turned ? recording.copy('Transpose', [side.name], { perm: { kind: 'ints', value: swapped } }) : side.name,
  );
  return recording.output(recording.node('MatMul', names), shape, operands[0].dtype);
};

export const reductions: Operators = {
  Mean: reduce('ReduceMean'),
  Sum: reduce('ReduceSum'),
  Max: reduce('ReduceMax'),
  Min: reduce('ReduceMin'),
  Prod: reduce('ReduceProd'),
  Softmax: softmax,
  TopK: topK,
  BatchMatMul: batchMatMul,
};
