import type { Attribute, Initialiser, Node, ValueInfo } from '../graph.ts';
import type { Recording } from '../recording.ts';

interface HeapOptions {
  readonly batch: number;
  readonly nodes: number;
  /** Entries of the heap. */
  readonly size: number;
  readonly dilation: number;
}

/**
 * Heap positions by level. Within a level all left children come before all right ones, in the order of their
 * parents, so that both are one half of the level's tensor.
 */
const heapLevels = (size: number): readonly (readonly number[])[] => {
  const levels: number[][] = [[0]];
  for (;;) {
    const parents = levels.at(-1) ?? [];
    const children = [...parents.map((p) => 2 * p + 1), ...parents.map((p) => 2 * p + 2)];
    if (Math.min(...children) >= size) return levels;
    levels.push(children);
  }
};

const int = (value: number): Attribute => ({ kind: 'int', value });

/** Nodes of the loop's body, with names of their own. */
const bodyOf = () => {
  const nodes: Node[] = [];
  let count = 0;
  const several = (
    op: string,
    inputs: readonly string[],
    outputs: number,
    attributes: Readonly<Record<string, Attribute>> = {},
  ): readonly string[] => {
    const names = Array.from({ length: outputs }, () => `step_${count++}`);
    nodes.push({ op, inputs, outputs: names, attributes });
    return names;
  };
  const one = (op: string, inputs: readonly string[], attributes: Readonly<Record<string, Attribute>> = {}): string =>
    several(op, inputs, 1, attributes)[0] ?? '';
  return { nodes, several, one };
};

/** One insertion into all heaps at once: accept, then let the newcomer sink level by level. */
const insertion = (depth: number): { readonly nodes: readonly Node[]; readonly outputs: readonly string[] } => {
  const { nodes, several, one } = bodyOf();
  const value = one('Unsqueeze', ['key', 'first_axis']);
  // Its distance alone: a newcomer that is as far as the root gets in.
  let here = one('LessOrEqual', [one('Sub', [value, 'point']), 'heap_in_0']);
  const outputs: string[] = [];
  for (let level = 0; level < depth - 1; level++) {
    const [left = '', right = ''] = several('Split', [`heap_in_${level + 1}`], 2, {
      axis: int(0),
      num_outputs: int(2),
    });
    // Strictly farther in both comparisons: of equals the newcomer stays, and the left child goes up.
    const farther = one('Max', [left, value]);
    const goesRight = one('Greater', [right, one('Add', [farther, 'points'])]);
    const risen = one('Where', [goesRight, right, farther]);
    outputs.push(one('Where', [here, risen, `heap_in_${level}`]));
    const goesLeft = one('And', [one('Greater', [left, value]), one('Not', [goesRight])]);
    here = one('Concat', [one('And', [here, goesLeft]), one('And', [here, goesRight])], { axis: int(0) });
  }
  outputs.push(one('Where', [here, value, `heap_in_${depth - 1}`]));
  return { nodes, outputs };
};

/**
 * Distances as whole numbers that also tell the point: ⌊distance·scale⌋·2n + point, n the number of points. Equal
 * distances differ by less than n, others by more. All are below 2⁵¹, so doubles hold them exactly.
 */
const keysOf = (recording: Recording, distances: string, nodes: number, points: string): string => {
  const number = (value: number) => recording.initialiser([value], [], 'float64');
  const most = recording.node('ReduceMax', [distances, recording.ints([1, 2])], { keepdims: int(1) });
  const levels = 2 ** (50 - Math.ceil(Math.log2(2 * nodes)));
  const scale = recording.node('Div', [number(levels), recording.node('Max', [most, number(1e-290)])]);
  const positive = recording.node('Max', [distances, number(0)]);
  const whole = recording.node('Floor', [recording.node('Mul', [positive, scale])]);
  return recording.node('Add', [recording.node('Mul', [whole, number(2 * nodes)]), points]);
};

/**
 * DGL's heap over all distances, point after point, for every node of every item at once (see `neighbourLists`).
 *
 * @param distances - name of `[batch, nodes, points]`, double
 * @returns name of int64 `[batch, nodes, ⌈size/dilation⌉]`: entries 0, d, 2d, … of each heap
 */
export const heapScan = (recording: Recording, distances: string, options: HeapOptions): string => {
  const { batch, nodes, size, dilation } = options;
  const levels = heapLevels(size);
  const points = recording.initialiser(
    Float64Array.from({ length: nodes }, (_, i) => i),
    [nodes],
    'float64',
    `points_${nodes}`,
  );
  // An empty place is farther than anything; one beyond the heap's size is nearer, so that nothing moves up from there.
  const empty = 2 ** 51;
  const heaps = levels.map((level) =>
    recording.node('Expand', [
      recording.initialiser(
        level.map((p) => (p < size ? empty : -empty)),
        [level.length, 1, 1],
        'float64',
      ),
      recording.shape([level.length, batch, nodes]),
    ]),
  );
  const keys = keysOf(recording, distances, nodes, points);
  const slices = recording.node('Transpose', [keys], { perm: { kind: 'ints', value: [2, 0, 1] } });
  const { nodes: steps, outputs } = insertion(levels.length);
  const constants: readonly Initialiser[] = [
    { name: 'first_axis', type: 'int64', shape: [1], data: BigInt64Array.of(0n) },
    { name: 'points', type: 'float64', shape: [], data: Float64Array.of(nodes) },
  ];
  const info = (name: string): ValueInfo => ({ name, type: 'float64' });
  const final = recording.nodes('Scan', [...heaps, slices, points], levels.length, {
    num_scan_inputs: int(2),
    body: {
      kind: 'graph',
      value: {
        name: 'heap_insertion',
        nodes: steps,
        initialisers: constants,
        inputs: [...levels.map((_, i) => info(`heap_in_${i}`)), info('key'), info('point')],
        outputs: outputs.map(info),
      },
    },
  });
  const places = levels.flat();
  const used = Array.from({ length: Math.ceil(size / dilation) }, (_, i) => places.indexOf(i * dilation));
  const chosen = recording.node('Gather', [recording.node('Concat', final, { axis: int(0) }), recording.ints(used)], {
    axis: int(0),
  });
  const radix = recording.initialiser([2 * nodes], [], 'float64');
  const whole = recording.node('Floor', [recording.node('Div', [chosen, radix])]);
  const point = recording.node('Sub', [chosen, recording.node('Mul', [whole, radix])]);
  const turned = recording.node('Transpose', [point], { perm: { kind: 'ints', value: [1, 2, 0] } });
  return recording.node('Cast', [turned], { to: int(7) });
};
