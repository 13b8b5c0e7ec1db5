import type { NeighbourOptions } from '../../kernels/neighbours.ts';
import type { Recording } from '../recording.ts';
import { heapScan } from './heap.ts';
import { given, type Operator, type Operators } from './operator.ts';

const int = (value: number) => ({ kind: 'int', value }) as const;
const ints = (value: readonly number[]) => ({ kind: 'ints', value }) as const;

/**
 * Squared distances between all nodes of an item, `[batch, nodes, nodes]`, by way of one matrix product in double
 * precision: centred, so that little cancels; the diagonal of the product itself for the norms, so that a node is at
 * distance 0 from itself and from its doubles.
 */
const distances = (recording: Recording, x: string, nodes: number): string => {
  const wide = recording.node('Cast', [x], { to: int(11) });
  const centre = recording.node('ReduceMean', [wide, recording.ints([1])], { keepdims: int(1) });
  const z = recording.node('Sub', [wide, centre]);
  const product = recording.node('MatMul', [z, recording.node('Transpose', [z], { perm: ints([0, 2, 1]) })]);
  const unit = Float64Array.from({ length: nodes * nodes }, (_, i) => (i % (nodes + 1) === 0 ? 1 : 0));
  const diagonal = recording.node('Mul', [
    product,
    recording.initialiser(unit, [nodes, nodes], 'float64', `eye_${nodes}`),
  ]);
  const rows = recording.node('ReduceSum', [diagonal, recording.ints([2])], { keepdims: int(1) });
  const columns = recording.node('ReduceSum', [diagonal, recording.ints([1])], { keepdims: int(1) });
  const two = recording.initialiser([2], [], 'float64');
  return recording.node('Sub', [recording.node('Add', [rows, columns]), recording.node('Mul', [product, two])]);
};

/** The `size` nearest, nearest first. @param later - of equals the later node is taken, else the earlier */
const nearest = (recording: Recording, all: string, nodes: number, size: number, later: boolean): string => {
  const last = recording.ints([2]);
  const seen = later
    ? recording.node('Slice', [
        all,
        recording.ints([nodes - 1]),
        recording.ints([-nodes - 1]),
        last,
        recording.ints([-1]),
      ])
    : all;
  const [, found] = recording.nodes('TopK', [seen, recording.ints([size])], 2, { largest: int(0), axis: int(2) });
  return later ? recording.node('Sub', [recording.ints([nodes - 1]), found ?? '']) : (found ?? '');
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
  const all = distances(recording, recording.plain(x), nodes);
  if (order === 'dglHeap' && dilation > 1)
    return recording.output(heapScan(recording, all, { batch, nodes, size, dilation }), [batch, nodes, used], 'int32');
  const found = nearest(recording, all, nodes, size, order === 'dglHeap');
  const chosen =
    dilation === 1
      ? found
      : recording.node('Slice', [
          found,
          recording.ints([0]),
          recording.ints([size]),
          recording.ints([2]),
          recording.ints([dilation]),
        ]);
  return recording.output(chosen, [batch, nodes, used], 'int32');
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
