import type * as tf from '@tensorflow/tfjs';
import { identity, isBatch } from '../recording.ts';
import { given, type Operator, type Operators } from './operator.ts';

const numbers = (value: unknown): readonly number[] => [value].flat().map(Number);

const reshape: Operator = (recording, inputs, { shape }) => {
  const x = given(inputs, 'x');
  const wanted = numbers(shape);
  const known = wanted.reduce((product, size) => (size < 0 ? product : product * size), 1);
  const size = x.shape.reduce((a, b) => a * b, 1);
  const to = wanted.map((n) => (n < 0 ? size / known : n));
  const stored = recording.stored(x);
  // Dimensions of size 1 that come or go leave the order of the others: nothing needs to be transposed.
  const wide = (dims: readonly number[]) => dims.filter((n) => n !== 1);
  const kept = stored.order.filter((d) => x.shape[d] !== 1);
  if (wide(to).join() === wide(x.shape).join() && kept.some((d, i) => d < (kept[i - 1] ?? 0))) {
    const from = x.shape.flatMap((n, d) => (n === 1 ? [] : [d]));
    const target = to.flatMap((n, d) => (n === 1 ? [] : [d]));
    const order = [...to.flatMap((n, d) => (n === 1 ? [d] : [])), ...kept.map((d) => target[from.indexOf(d)] ?? 0)];
    const shaped = recording.reshaped(
      stored.name,
      order.map((d) => to[d] ?? 1),
    );
    return recording.output(shaped, to, x.dtype, order);
  }
  return recording.output(recording.reshaped(recording.plain(x), to), to, x.dtype);
};

const expandDims: Operator = (recording, inputs, { dim }) => {
  const input = given(inputs, 'input');
  const at = Number(dim) < 0 ? Number(dim) + input.shape.length + 1 : Number(dim);
  return reshape(recording, { x: input }, { shape: [...input.shape.slice(0, at), 1, ...input.shape.slice(at)] });
};

/** Costs nothing: the tensor stays as it is stored. */
const transpose: Operator = (recording, inputs, { perm }) => {
  const x = given(inputs, 'x');
  const moved = numbers(perm);
  const { name, order } = recording.stored(x);
  const shape = moved.map((dimension) => x.shape[dimension] ?? 1);
  return recording.output(
    name,
    shape,
    x.dtype,
    order.map((dimension) => moved.indexOf(dimension)),
  );
};

const concat: Operator = (recording, inputs, { axis }) => {
  const parts = Object.values(inputs);
  const first = parts[0] as tf.TensorInfo;
  const at = numbers(axis)[0] ?? 0;
  const along = at < 0 ? at + first.shape.length : at;
  const largest = parts.reduce((a, b) => (b.shape.some(isBatch) && !a.shape.some(isBatch) ? b : a), first);
  const { order } = recording.stored(largest);
  const names = parts.map((part) => recording.arranged(part, order));
  const shape = first.shape.map((n, d) =>
    d === along ? parts.reduce((sum, part) => sum + (part.shape[d] ?? 0), 0) : n,
  );
  const joined = recording.node('Concat', names, { axis: { kind: 'int', value: order.indexOf(along) } });
  return recording.output(joined, shape, first.dtype, order);
};

const pack: Operator = (recording, inputs, { axis }) => {
  const parts = Object.values(inputs).map(
    (part) => expandDims(recording, { input: part }, { dim: axis }) as tf.TensorInfo,
  );
  return concat(recording, Object.fromEntries(parts.map((part, i) => [String(i), part])), { axis });
};

const splitV: Operator = (recording, inputs, { numOrSizeSplits, axis }) => {
  const x = given(inputs, 'x');
  const along = Number(axis) < 0 ? Number(axis) + x.shape.length : Number(axis);
  const size = x.shape[along] ?? 1;
  const asked = Array.isArray(numOrSizeSplits)
    ? numbers(numOrSizeSplits)
    : Array.from({ length: Number(numOrSizeSplits) }, () => size / Number(numOrSizeSplits));
  const known = asked.reduce((sum, n) => sum + Math.max(0, n), 0);
  const sizes = asked.map((n) => (n < 0 ? size - known : n));
  const { name, order } = recording.stored(x);
  const names = recording.nodes('Split', [name, recording.ints(sizes)], sizes.length, {
    axis: { kind: 'int', value: order.indexOf(along) },
  });
  return names.map((part, i) =>
    recording.output(
      part,
      x.shape.map((n, d) => (d === along ? (sizes[i] ?? 1) : n)),
      x.dtype,
      order,
    ),
  );
};

const unpack: Operator = (recording, inputs, { axis }) => {
  const value = given(inputs, 'value');
  const along = Number(axis) < 0 ? Number(axis) + value.shape.length : Number(axis);
  const parts = splitV(recording, { x: value }, { numOrSizeSplits: value.shape[along], axis: along });
  const shape = value.shape.filter((_, d) => d !== along);
  return [parts].flat().map((part) => reshape(recording, { x: part }, { shape }) as tf.TensorInfo);
};

const slice: Operator = (recording, inputs, { begin, size }) => {
  const x = given(inputs, 'x');
  const starts = numbers(begin);
  const sizes = numbers(size).map((n, d) => (n < 0 ? (x.shape[d] ?? 1) - (starts[d] ?? 0) : n));
  const cut = identity(x.shape.length).filter((d) => sizes[d] !== x.shape[d]);
  const { name, order } = recording.stored(x);
  if (cut.length === 0) return recording.output(name, x.shape, x.dtype, order);
  const ends = cut.map((d) => (starts[d] ?? 0) + (sizes[d] ?? 0));
  const part = recording.node('Slice', [
    name,
    recording.ints(cut.map((d) => starts[d] ?? 0)),
    recording.ints(ends),
    recording.ints(cut.map((d) => order.indexOf(d))),
  ]);
  return recording.output(part, sizes, x.dtype, order);
};

const pad: Operator = (recording, inputs, { paddings, constantValue }) => {
  const x = given(inputs, 'x');
  const pairs = paddings as readonly (readonly [number, number])[];
  const { name, order } = recording.stored(x);
  const pads = recording.ints([...order.map((d) => pairs[d]?.[0] ?? 0), ...order.map((d) => pairs[d]?.[1] ?? 0)]);
  const value = recording.initialiser([Number(constantValue ?? 0)], [], 'float32');
  const shape = x.shape.map((n, d) => n + (pairs[d]?.[0] ?? 0) + (pairs[d]?.[1] ?? 0));
  return recording.output(recording.node('Pad', [name, pads, value]), shape, x.dtype, order);
};

const fill: Operator = (recording, _inputs, { shape, value, dtype }) => {
  const to = numbers(shape);
  const type = dtype === 'int32' ? 'int64' : 'float32';
  const one = recording.initialiser([Number(value)], [], type);
  const name = recording.node('Expand', [one, recording.shape(to)]);
  return recording.output(name, to, (dtype as tf.DataType | undefined) ?? 'float32');
};

const like =
  (value: number): Operator =>
  (recording, inputs) => {
    const x = given(inputs, 'x');
    return fill(recording, {}, { shape: x.shape, value, dtype: x.dtype });
  };

const tile: Operator = (recording, inputs, { reps }) => {
  const x = given(inputs, 'x');
  const times = numbers(reps);
  const shape = x.shape.map((n, d) => n * (times[d] ?? 1));
  return recording.output(recording.node('Tile', [recording.plain(x), recording.shape(times)]), shape, x.dtype);
};

/** Rows by index along one axis, without batch dimensions. */
const gather: Operator = (recording, inputs, { axis }) => {
  const x = given(inputs, 'x');
  const indices = given(inputs, 'indices');
  const at = numbers(axis)[0] ?? 0;
  const shape = [...x.shape.slice(0, at), ...indices.shape, ...x.shape.slice(at + 1)];
  const names = [recording.plain(x), recording.plain(indices)];
  return recording.output(recording.node('Gather', names, { axis: { kind: 'int', value: at } }), shape, x.dtype);
};

export const shapes: Operators = {
  Reshape: reshape,
  ExpandDims: expandDims,
  Transpose: transpose,
  Concat: concat,
  Pack: pack,
  Unpack: unpack,
  SplitV: splitV,
  Slice: slice,
  PadV2: pad,
  Fill: fill,
  ZerosLike: like(0),
  OnesLike: like(1),
  Tile: tile,
  GatherV2: gather,
};
