import type { Attribute, Initialiser, Node, ValueInfo } from '../graph.ts';
import type { Recording } from '../recording.ts';

interface HeapOptions {
  readonly batch: number;
  readonly nodes: number;
  /** Entries of the heap. */
  readonly size: number;
  readonly dilation: number;
}

/** Greater than any key; sums of a few of it and a key are exact in double precision. */
const far = 2 ** 50;
const int = (value: number): Attribute => ({ kind: 'int', value });
const ints64 = (values: readonly number[]): BigInt64Array => BigInt64Array.from(values, BigInt);

/**
 * What `places` × `parents` matrices say of a heap in array order: how far away a place is made by the turns above it.
 * Turned is 1 where the right child of a parent is the farther one, and the path goes there.
 */
const pathsOf = (places: number, parents: number) => {
  const turns = new Float64Array(places * parents);
  const base = new Float64Array(places);
  for (let place = 1; place < places; place++) {
    for (let at = place; at > 0; at = (at - 1) >> 1) {
      const isRight = at % 2 === 0;
      turns[place * parents + ((at - 1) >> 1)] = isRight ? -far : far;
      base[place] = (base[place] ?? 0) + (isRight ? far : 0);
    }
  }
  return { turns, base };
};

/**
 * One insertion into all heaps at once, `[places, heaps]`. From the root to a leaf goes the path of the farther
 * children, a₀ ≥ a₁ ≥ …; a newcomer v that replaces the root sinks along it, which leaves max(aᵢ₊₁, min(v, aᵢ)) at place i.
 * That is aᵢ where v is not let in, since then no aᵢ is farther than v; and everywhere off the path, where v is taken
 * for farther than anything. Of equals the child stays below.
 */
const insertion = (places: number) => {
  const nodes: Node[] = [];
  const several = (
    op: string,
    inputs: readonly string[],
    count: number,
    attributes: Readonly<Record<string, Attribute>> = {},
  ): readonly string[] => {
    const outputs = Array.from({ length: count }, (_, i) => `step_${nodes.length}_${i}`);
    nodes.push({ op, inputs, outputs, attributes });
    return outputs;
  };
  const one = (op: string, inputs: readonly string[], attributes: Readonly<Record<string, Attribute>> = {}): string =>
    several(op, inputs, 1, attributes)[0] ?? '';
  const axis = { axis: int(0) };

  const parents = (places - 1) / 2;
  const [root = '', others = ''] = several('Split', ['heap', 'root_and_others'], 2, axis);
  const left = one('Gather', ['heap', 'lefts'], axis);
  const right = one('Gather', ['heap', 'rights'], axis);
  // Strictly farther: of equals the left child goes up. Keys of equal distance differ by less than `equal`.
  const turned = one('Greater', [right, one('Add', [left, 'equal'])]);
  const [first = '', rest = ''] = several('Split', [one('Where', [turned, right, left]), 'first_and_rest'], 2, axis);
  // By its distance alone: a newcomer that is as far as the root gets in.
  const top = one('Where', [one('LessOrEqual', ['floor', root]), one('Max', [first, 'key']), root]);
  const newcomer = one('Gemm', ['turns', one('Cast', [turned], { to: int(11) }), one('Add', ['key', 'base'])]);
  const [inner = '', leaves = ''] = several('Split', [one('Min', [newcomer, others]), 'inner_and_leaves'], 2, axis);
  const risen = one('Where', [one('Greater', [rest, one('Add', [inner, 'equal'])]), rest, inner]);
  const output = one('Concat', [top, risen, leaves], axis);

  const { turns, base } = pathsOf(places, parents);
  const below = Array.from({ length: parents }, (_, p) => 2 * p + 1);
  const whole = (name: string, values: readonly number[]): Initialiser => ({
    name,
    type: 'int64',
    shape: [values.length],
    data: ints64(values),
  });
  const constants: readonly Initialiser[] = [
    whole('root_and_others', [1, places - 1]),
    whole('first_and_rest', [1, parents - 1]),
    whole('inner_and_leaves', [parents - 1, places - parents]),
    whole('lefts', below),
    whole(
      'rights',
      below.map((place) => place + 1),
    ),
    { name: 'turns', type: 'float64', shape: [places - 1, parents], data: turns.subarray(parents) },
    { name: 'base', type: 'float64', shape: [places - 1, 1], data: base.subarray(1) },
  ];
  return { nodes, output, constants };
};

/**
 * Distances as whole numbers that also tell the point: ⌊distance·scale⌋·2n + point, n the number of points. Equal
 * distances differ by less than n, others by more. All are below 2⁴⁹, so doubles hold them exactly.
 */
const keysOf = (recording: Recording, distances: string, nodes: number) => {
  const number = (value: number) => recording.initialiser([value], [], 'float64');
  const points = recording.initialiser(
    Float64Array.from({ length: nodes }, (_, i) => i),
    [nodes],
    'float64',
    `points_${nodes}`,
  );
  const most = recording.node('ReduceMax', [distances, recording.ints([1, 2])], { keepdims: int(1) });
  const levels = 2 ** (48 - Math.ceil(Math.log2(2 * nodes)));
  const scale = recording.node('Div', [number(levels), recording.node('Max', [most, number(1e-290)])]);
  const positive = recording.node('Max', [distances, number(0)]);
  const whole = recording.node('Floor', [recording.node('Mul', [positive, scale])]);
  const floors = recording.node('Mul', [whole, number(2 * nodes)]);
  return { floors, keys: recording.node('Add', [floors, points]) };
};

/**
 * DGL's heap over all distances, point after point, for every node of every item at once (see `neighbourLists`).
 *
 * @param distances - name of `[batch, nodes, points]`, double
 * @returns name of int64 `[batch, nodes, ⌈size/dilation⌉]`: entries 0, d, 2d, … of each heap
 */
export const heapScan = (recording: Recording, distances: string, options: HeapOptions): string => {
  const { batch, nodes, size, dilation } = options;
  // Every parent has two children, and there are three parents: what is beyond the heap is nearer than anything.
  const places = Math.max(7, size + 1 - (size % 2));
  const { floors, keys } = keysOf(recording, distances, nodes);
  const perPoint = (name: string): string =>
    recording.reshaped(recording.node('Transpose', [name], { perm: { kind: 'ints', value: [2, 0, 1] } }), [
      nodes,
      1,
      batch * nodes,
    ]);
  const empty = Array.from({ length: places }, (_, p) => (p < size ? far / 2 : -far));
  const heaps = recording.node('Expand', [
    recording.initialiser(empty, [places, 1], 'float64'),
    recording.shape([places, batch * nodes]),
  ]);
  const { nodes: steps, output, constants } = insertion(places);
  const info = (name: string): ValueInfo => ({ name, type: 'float64' });
  const equal: Initialiser = { name: 'equal', type: 'float64', shape: [], data: Float64Array.of(nodes) };
  const final = recording.node('Scan', [heaps, perPoint(keys), perPoint(floors)], {
    num_scan_inputs: int(2),
    body: {
      kind: 'graph',
      value: {
        name: 'heap_insertion',
        nodes: steps,
        initialisers: [...constants, equal],
        inputs: ['heap', 'key', 'floor'].map(info),
        outputs: [info(output)],
      },
    },
  });
  const used = Array.from({ length: Math.ceil(size / dilation) }, (_, i) => i * dilation);
  const chosen = recording.node('Gather', [final, recording.ints(used)], { axis: int(0) });
  const radix = recording.initialiser([2 * nodes], [], 'float64');
  const whole = recording.node('Floor', [recording.node('Div', [chosen, radix])]);
  const point = recording.node('Sub', [chosen, recording.node('Mul', [whole, radix])]);
  const turned = recording.node('Transpose', [recording.reshaped(point, [used.length, batch, nodes])], {
    perm: { kind: 'ints', value: [1, 2, 0] },
  });
  return recording.node('Cast', [turned], { to: int(7) });
};
