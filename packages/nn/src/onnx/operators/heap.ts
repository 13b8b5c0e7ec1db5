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
 * A key is ⌊distance·scale⌋·4n and a number below 2n that tells the point p, n being the number of points: n − 1 − p at
 * the root, which is less than that of any earlier point, and n + p elsewhere, which is more. So equal distances differ
 * by less than 2n, others by more, and a newcomer that is as far as the root gets in, but does not sink past its equals.
 */
const radix = (nodes: number): number => 4 * nodes;

/** Whole multiples of the radix, below 2⁴⁸, so that doubles hold keys and sums of keys exactly. */
const wholeDistances = (recording: Recording, distances: string, nodes: number): string => {
  const number = (value: number) => recording.initialiser([value], [], 'float64');
  // What is not a number (a silent window) counts as 0: it disturbs no other item.
  const isPositive = recording.node('Greater', [distances, number(0)]);
  const positive = recording.node('Where', [isPositive, distances, number(0)]);
  const most = recording.node('ReduceMax', [positive, recording.ints([1, 2])], { keepdims: int(1) });
  const levels = 2 ** (48 - Math.ceil(Math.log2(radix(nodes))));
  const scale = recording.node('Div', [number(levels), recording.node('Max', [most, number(1e-290)])]);
  const whole = recording.node('Floor', [recording.node('Mul', [positive, scale])]);
  return recording.node('Mul', [whole, number(radix(nodes))]);
};

/** The points that keys tell. */
const pointsOf = (recording: Recording, keys: string, nodes: number): string => {
  const number = (value: number) => recording.initialiser([value], [], 'float64');
  const whole = recording.node('Floor', [recording.node('Div', [keys, number(radix(nodes))])]);
  const low = recording.node('Sub', [keys, recording.node('Mul', [whole, number(radix(nodes))])]);
  // n − 1 − p and n + p lie on either side of n − ½, p + ½ away.
  const away = recording.node('Abs', [recording.node('Sub', [low, number(nodes - 0.5)])]);
  return recording.node('Sub', [away, number(0.5)]);
};

/**
 * What is added to a newcomer at each place of a heap in array order, so that off the path it is farther than anything:
 * turns (places × parents) times 1 where the right child of a parent is the farther one, and the path goes there, plus
 * base.
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
 * for farther than anything.
 */
const insertion = (places: number, nodes: number) => {
  const steps: Node[] = [];
  const several = (
    op: string,
    inputs: readonly string[],
    count: number,
    attributes: Readonly<Record<string, Attribute>> = {},
  ): readonly string[] => {
    const outputs = Array.from({ length: count }, (_, i) => `step_${steps.length}_${i}`);
    steps.push({ op, inputs, outputs, attributes });
    return outputs;
  };
  const one = (op: string, inputs: readonly string[], attributes: Readonly<Record<string, Attribute>> = {}): string =>
    several(op, inputs, 1, attributes)[0] ?? '';
  const isFarther = (a: string, b: string): string => one('Greater', [a, one('Add', [b, 'equal'])]);
  const axis = { axis: int(0) };

  const parents = (places - 1) / 2;
  const left = one('Gather', ['heap', 'lefts'], axis);
  const right = one('Gather', ['heap', 'rights'], axis);
  // Of equals the left child goes up.
  const turned = isFarther(right, left);
  const child = one('Where', [turned, right, left]);
  const newcomer = one('Gemm', ['turns', one('Cast', [turned], { to: int(11) }), one('Add', ['key', 'base'])]);
  const [inner = '', leaves = ''] = several('Split', [one('Min', [newcomer, 'heap']), 'inner_and_leaves'], 2, axis);
  const output = one('Concat', [one('Where', [isFarther(child, inner), child, inner]), leaves], axis);

  const below = Array.from({ length: parents }, (_, p) => 2 * p + 1);
  const whole = (name: string, values: readonly number[]): Initialiser => ({
    name,
    type: 'int64',
    shape: [values.length],
    data: ints64(values),
  });
  const constants: readonly Initialiser[] = [
    whole('inner_and_leaves', [parents, places - parents]),
    whole('lefts', below),
    whole(
      'rights',
      below.map((place) => place + 1),
    ),
    { name: 'turns', type: 'float64', shape: [places, parents], data: pathsOf(places, parents).turns },
    { name: 'equal', type: 'float64', shape: [], data: Float64Array.of(2 * nodes) },
  ];
  return { steps, output, constants };
};

/**
 * DGL's heap over all distances, point after point, for every node of every item at once (see `neighbourLists`).
 *
 * @param distances - name of `[batch, nodes, points]`, double
 * @returns name of int64 `[batch, nodes, ⌈size/dilation⌉]`: entries 0, d, 2d, … of each heap
 */
export const heapScan = (recording: Recording, distances: string, options: HeapOptions): string => {
  const { batch, nodes, size, dilation } = options;
  // Every parent has two children: what is beyond the heap is nearer than anything.
  const places = Math.max(3, size + 1 - (size % 2));
  const constant = (name: string, shape: readonly number[], value: (point: number, place: number) => number): string =>
    recording.initialiser(
      Float64Array.from({ length: nodes * (shape[1] ?? 1) }, (_, i) =>
        value(Math.floor(i / (shape[1] ?? 1)), i % (shape[1] ?? 1)),
      ),
      shape,
      'float64',
      name,
    );
  // Distances are the same in both directions: the first of two nodes may as well be the point.
  const swapped = recording.node('Transpose', [wholeDistances(recording, distances, nodes)], {
    perm: { kind: 'ints', value: [1, 0, 2] },
  });
  const keys = recording.node('Add', [
    recording.reshaped(swapped, [nodes, 1, batch * nodes]),
    constant(`points_${nodes}`, [nodes, 1, 1], (point) => nodes + point),
  ]);
  const { base } = pathsOf(places, (places - 1) / 2);
  const bases = constant(`paths_${nodes}_${places}`, [nodes, places, 1], (point, place) =>
    place === 0 ? -2 * point - 1 : (base[place] ?? 0),
  );
  const empty = Array.from({ length: places }, (_, place) => (place < size ? far / 2 : -far));
  const heaps = recording.node('Expand', [
    recording.initialiser(empty, [places, 1], 'float64'),
    recording.shape([places, batch * nodes]),
  ]);
  const { steps, output, constants } = insertion(places, nodes);
  const info = (name: string): ValueInfo => ({ name, type: 'float64' });
  const final = recording.node('Scan', [heaps, keys, bases], {
    num_scan_inputs: int(2),
    body: {
      kind: 'graph',
      value: {
        name: 'heap_insertion',
        nodes: steps,
        initialisers: constants,
        inputs: ['heap', 'key', 'base'].map(info),
        outputs: [info(output)],
      },
    },
  });
  const used = Array.from({ length: Math.ceil(size / dilation) }, (_, i) => i * dilation);
  const chosen = recording.node('Gather', [final, recording.ints(used)], { axis: int(0) });
  const points = recording.reshaped(pointsOf(recording, chosen, nodes), [used.length, batch, nodes]);
  const turned = recording.node('Transpose', [points], { perm: { kind: 'ints', value: [1, 2, 0] } });
  return recording.node('Cast', [turned], { to: int(7) });
};
