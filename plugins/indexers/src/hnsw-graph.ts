/** Who is linked to whom, level by level. Nodes are row numbers; a list of links is its length and then the nodes. */
export interface Graph {
  /** Links a node may have on level 0, and on a level above. */
  readonly width: (level: number) => number;
  /** Where a search starts; −1 in an empty graph. */
  entry: number;
  /** Level of a node; −1 where the row is free. */
  levelOf(node: number): number;
  setLevel(node: number, level: number): void;
  /** The list of a node: to be read and written in place, good until a node is added. */
  links(node: number, level: number): Int32Array;
  /** First place of the list of `node` in `ground`, which holds all of level 0. */
  readonly ground: Int32Array;
  readonly groundWidth: number;
  /** Rows that were ever used. */
  readonly rows: number;
}

/** @param m - links on the levels above the ground, where there are twice as many */
export const createGraph = (m: number): Graph => {
  const groundWidth = 2 * m + 1;
  let ground = new Int32Array(64 * groundWidth);
  let levels = new Int8Array(64).fill(-1);
  const upper: Int32Array[] = [];
  let rows = 0;
  const reserve = (node: number): void => {
    if (node < levels.length) return;
    const capacity = Math.max(2 * levels.length, node + 1);
    const [wider, longer] = [new Int32Array(capacity * groundWidth), new Int8Array(capacity).fill(-1)];
    wider.set(ground);
    longer.set(levels);
    [ground, levels] = [wider, longer];
  };
  return {
    width: (level) => (level === 0 ? 2 * m : m),
    entry: -1,
    levelOf: (node) => levels[node] ?? -1,
    setLevel(node, level) {
      reserve(node);
      levels[node] = level;
      rows = Math.max(rows, node + 1);
      ground.fill(0, node * groundWidth, (node + 1) * groundWidth);
      if (level > 0) upper[node] = new Int32Array(level * (m + 1));
      else delete upper[node];
    },
    links(node, level) {
      if (level === 0) return ground.subarray(node * groundWidth, (node + 1) * groundWidth);
      const lists = upper[node];
      if (lists === undefined) throw new RangeError(`Node ${node} has no links on level ${level}.`);
      return lists.subarray((level - 1) * (m + 1), level * (m + 1));
    },
    get ground() {
      return ground;
    },
    groundWidth,
    get rows() {
      return rows;
    },
  };
};

/** Writes `nodes` as the links of `node`; what is left of the list becomes 0, so that equal graphs give equal bytes. */
export const setLinks = (list: Int32Array, nodes: readonly number[]): void => {
  list.fill(0);
  list[0] = nodes.length;
  list.set(nodes, 1);
};

export const linksOf = (graph: Graph, node: number, level: number): readonly number[] => {
  const list = graph.links(node, level);
  return [...list.subarray(1, 1 + (list[0] ?? 0))];
};
