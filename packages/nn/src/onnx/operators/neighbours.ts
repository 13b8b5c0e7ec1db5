import type { NeighbourOptions } from '../../kernels/nearest.ts';
import type { Recording } from '../recording.ts';
import { heapScan } from './heap.ts';
import { given, type Operator, type Operators } from './operator.ts';

const int = (value: number) => ({ kind: 'int', value }) as const;
const ints = (value: readonly number[]) => ({ kind: 'ints', value }) as const;

/** Columns of a matrix of distances: all nodes, in order or from the last to the first. */
type Columns = 'rising' | 'falling';

/**
 * Squared distances between all nodes of an item by way of one matrix product in double precision: centred, so that
 * little cancels; the diagonal of the product itself for the norms, so that a node is at distance 0 from itself and from
 * its doubles.
 *
 * @returns name of `[batch, nodes, nodes]`
 */
const distances = (recording: Recording, x: string, shape: readonly [number, number, number], columns: Columns) => {
  const [batch, nodes, channels] = shape;
  // Cast as one list of rows: onnxruntime would else carry a transposition before it into the product, which then takes
  // three times as long.
  const rows = recording.node('Cast', [recording.reshaped(x, [batch * nodes, channels])], { to: int(11) });
  const wide = recording.reshaped(rows, shape);
  const centre = recording.node('ReduceMean', [wide, recording.ints([1])], { keepdims: int(1) });
  const z = recording.node('Sub', [wide, centre]);
  const backwards = [
    recording.ints([nodes - 1]),
    recording.ints([-nodes - 1]),
    recording.ints([1]),
    recording.ints([-1]),
  ];
  const turned = columns === 'rising' ? z : recording.node('Slice', [z, ...backwards]);
  const doubled = recording.node('Mul', [turned, recording.initialiser([-2], [], 'float64')]);
  const transposed = recording.node('Transpose', [doubled], { perm: ints([0, 2, 1]) });
  const product = recording.node('MatMul', [z, transposed]);
  const flat = recording.reshaped(product, [batch, nodes * nodes]);
  const normsOf = (name: string, place: (i: number) => number): string => {
    const diagonal = Array.from({ length: nodes }, (_, i) => place(i));
    const places = recording.initialiser(diagonal, [nodes], 'int64', `${name}_${nodes}`);
    const found = recording.node('Gather', [flat, places], { axis: int(1) });
    return recording.node('Mul', [found, recording.initialiser([-0.5], [], 'float64')]);
  };
  const rising = columns === 'rising';
  const norms = normsOf(`diagonal_${columns}`, (i) => (rising ? i * (nodes + 1) : (i + 1) * (nodes - 1)));
  const from = rising ? norms : normsOf('diagonal_upwards', (i) => (nodes - 1 - i) * nodes + i);
  const sums = recording.node('Add', [
    recording.reshaped(norms, [batch, nodes, 1]),
    recording.reshaped(from, [batch, 1, nodes]),
  ]);
  return recording.node('Add', [sums, product]);
};

/** Places of the `size` nearest, nearest first, of equals the first. */
const nearest = (recording: Recording, all: string, size: number): string => {
  const attributes = { largest: int(0), axis: int(2) };
  const [, found] = recording.nodes('TopK', [all, recording.ints([size])], 2, attributes);
  return found ?? '';
};

/**
 * See `neighbours`. In `dglHeap` order without dilation only the set matters, and the heap keeps the later of equals;
 * with dilation the heap is run as it is.
 */
const neighbours: Operator = (recording, inputs, attributes) => {
  const x = given(inputs, 'x');
  const { k, dilation, order } = attributes as unknown as NeighbourOptions;
  const [batch = 1, nodes = 1] = x.shape;
  const size = Math.min(nodes, k * dilation);
  const used = Math.ceil(size / dilation);
  const result = (name: string) => recording.output(name, [batch, nodes, used], 'int32');
  const columns = order === 'dglHeap' && dilation === 1 ? 'falling' : 'rising';
  const all = distances(recording, recording.plain(x), [batch, nodes, x.shape[2] ?? 1], columns);
  if (order === 'dglHeap' && dilation > 1) return result(heapScan(recording, all, { batch, nodes, size, dilation }));
  const found = nearest(recording, all, size);
  if (columns === 'falling') return result(recording.node('Sub', [recording.ints([nodes - 1]), found]));
  if (dilation === 1) return result(found);
  const [first, end, last, step] = [0, size, 2, dilation].map((value) => recording.ints([value]));
  return result(recording.node('Slice', [found, first ?? '', end ?? '', last ?? '', step ?? '']));
};

/** See `gatherNodes`. */
const gatherRows: Operator = (recording, inputs) => {
  const x = given(inputs, 'x');
  const indices = given(inputs, 'indices');
  const [batch = 1, count = 1] = indices.shape;
  const places = recording.reshaped(recording.plain(indices), [batch, count, 1]);
  const rows = recording.node('GatherND', [recording.plain(x), places], { batch_dims: int(1) });
  return recording.output(rows, [batch, count, x.shape[2] ?? 1], x.dtype);
};

export const graphs: Operators = { SidNeighbours: neighbours, SidGatherRows: gatherRows };
