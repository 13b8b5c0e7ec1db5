import type { Block } from './block.ts';
import { createHeap, type Heap } from './heap.ts';
import type { Graph } from './hnsw-graph.ts';

/** Work space of searches in one graph. */
export interface Walker {
  /**
   * The `ef` best nodes found on `level` from `starts` on, for the vector at byte offset `query`. Algorithm 2 of
   * Malkov and Yashunin (2018).
   *
   * @returns a heap with the worst on top, keys being negative scores; good until the next call
   */
  walk(query: number, starts: readonly number[], ef: number, level: number): Heap;
  /** The node from which to go on at `level`: the best by single steps from the entry down to the level above. */
  descend(query: number, level: number): number;
  /** Score of one node. */
  score(query: number, node: number): number;
  /** Scores of the first `count` rows in `list`, in the work space: good until the next call. */
  scores(query: number, list: ArrayLike<number>, count: number): Float32Array;
}

export const createWalker = (block: Block, graph: Graph): Walker => {
  const open = createHeap();
  const best = createHeap();
  let seen = new Uint32Array(64);
  let stamp = 0;
  let pending = new Int32Array(64);
  const { kernels, stride } = block;
  const rows = block.at(0);
  const bytes = stride * 4;
  const list = block.scores;
  /** Half of the work space for scores: no list of links is that long. */
  const into = list + 2 ** 20;

  const scores = (query: number, nodes: ArrayLike<number>, count: number): Float32Array => {
    const integers = block.integers();
    const at = list / 4;
    for (let i = 0; i < count; i++) integers[at + i] = nodes[i] as number;
    kernels.gather(query, rows, list, count, bytes, into);
    return block.floats();
  };
  const scoreAt = into / 4;

  const begin = (): void => {
    if (seen.length < graph.rows) seen = new Uint32Array(2 * graph.rows);
    stamp++;
    open.clear();
    best.clear();
  };

  const walk: Walker['walk'] = (query, starts, ef, level) => {
    begin();
    const offer = (count: number, floats: Float32Array): void => {
      for (let i = 0; i < count; i++) {
        const score = floats[scoreAt + i] as number;
        if (best.size >= ef && score <= -best.topKey) continue;
        const node = pending[i] as number;
        open.push(score, node);
        best.push(-score, node);
        if (best.size > ef) best.pop();
      }
    };
    let count = 0;
    if (pending.length < starts.length) pending = new Int32Array(starts.length);
    for (const node of starts) {
      if (seen[node] === stamp) continue;
      seen[node] = stamp;
      pending[count++] = node;
    }
    offer(count, scores(query, pending, count));
    while (open.size > 0) {
      if (best.size >= ef && open.topKey < -best.topKey) break;
      const node = open.topNode;
      open.pop();
      const source = level === 0 ? graph.ground : graph.links(node, level);
      const from = level === 0 ? node * graph.groundWidth : 0;
      const links = source[from] as number;
      if (pending.length < links) pending = new Int32Array(links);
      count = 0;
      for (let i = 1; i <= links; i++) {
        const next = source[from + i] as number;
        if (seen[next] === stamp) continue;
        seen[next] = stamp;
        pending[count++] = next;
      }
      if (count > 0) offer(count, scores(query, pending, count));
    }
    return best;
  };

  const score = (query: number, node: number): number => scores(query, [node], 1)[scoreAt] as number;

  return {
    walk,
    score,
    scores: (query, nodes, count) => scores(query, nodes, count).subarray(scoreAt, scoreAt + count),
    descend(query, level) {
      let node = graph.entry;
      for (let at = graph.levelOf(node); at > level; at--) node = walk(query, [node], 1, at).topNode;
      return node;
    },
  };
};

/** Empties a heap of negative scores: best first. */
export const drain = (heap: Heap): { readonly node: number; readonly score: number }[] => {
  const found: { node: number; score: number }[] = [];
  for (; heap.size > 0; heap.pop()) found.push({ node: heap.topNode, score: -heap.topKey });
  return found.reverse();
};
