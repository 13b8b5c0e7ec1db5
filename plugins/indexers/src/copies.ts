/**
 * Rows whose vectors are equal to that of a node, and which therefore are no nodes themselves. Silence and digital loops
 * give many: as nodes they would have links to each other only, and searches would not come out again.
 */
export interface Copies {
  of(node: number): readonly number[];
  /** The node that a row is a copy of. */
  nodeOf(row: number): number | undefined;
  add(node: number, row: number): void;
  drop(row: number): void;
}

export const createCopies = (): Copies => {
  const rows = new Map<number, number[]>();
  const nodes = new Map<number, number>();
  return {
    of: (node) => rows.get(node) ?? [],
    nodeOf: (row) => nodes.get(row),
    add(node, row) {
      nodes.set(row, node);
      const known = rows.get(node);
      if (known === undefined) rows.set(node, [row]);
      else known.push(row);
    },
    drop(row) {
      const node = nodes.get(row);
      if (node === undefined) return;
      nodes.delete(row);
      const rest = (rows.get(node) ?? []).filter((each) => each !== row);
      if (rest.length === 0) rows.delete(node);
      else rows.set(node, rest);
    },
  };
};
