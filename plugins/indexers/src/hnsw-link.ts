import { createRandom } from '@sid/core';
import type { Block } from './block.ts';
import { type Graph, linksOf, setLinks } from './hnsw-graph.ts';
import { drain, type Walker } from './hnsw-search.ts';

interface Candidate {
  readonly node: number;
  readonly score: number;
}

/**
 * Which of `candidates` (best first) a node should be linked to: those that are nearer to it than to any chosen before
 * (Algorithm 4 of Malkov and Yashunin), so that links lead out of a cluster too; places that are left go to the nearest
 * of the others, so that copies of one vector stay linked.
 */
const choose = (block: Block, walker: Walker, candidates: readonly Candidate[], most: number): readonly number[] => {
  if (candidates.length <= most) return candidates.map(({ node }) => node);
  const chosen: number[] = [];
  const others: number[] = [];
  for (const { node, score } of candidates) {
    if (chosen.length === most) break;
    const near = walker.scores(block.at(node), chosen, chosen.length).some((other) => other >= score);
    (near ? others : chosen).push(node);
  }
  return [...chosen, ...others.slice(0, most - chosen.length)];
};

/**
 * Best first. Equals come in an order that is different for every `owner`: were it the same, the copies of one vector
 * would all keep the same few of them, and the others would not be found.
 */
const ranked = (owner: number, candidates: readonly Candidate[]): readonly Candidate[] => {
  const mixed = (node: number): number => Math.imul(Math.imul(node + 1, 0x9e3779b1) ^ (owner + 1), 0x85ebca6b) >>> 0;
  return [...candidates].sort((a, b) => b.score - a.score || mixed(a.node) - mixed(b.node));
};

/** Links `node` to the best of `candidates`, and each of them back; lists that overflow are chosen anew. */
const connect = (
  block: Block,
  graph: Graph,
  walker: Walker,
  node: number,
  level: number,
  candidates: readonly Candidate[],
  m: number,
): void => {
  const chosen = choose(block, walker, ranked(node, candidates), m);
  setLinks(graph.links(node, level), chosen);
  const most = graph.width(level);
  for (const other of chosen) {
    const list = graph.links(other, level);
    const count = list[0] ?? 0;
    const links = list.subarray(1, 1 + count);
    if (links.includes(node)) continue;
    if (count < most) {
      list[0] = count + 1;
      list[count + 1] = node;
      continue;
    }
    const all = [...links, node];
    const scores = walker.scores(block.at(other), all, all.length);
    const known = all.map((each, i) => ({ node: each, score: scores[i] ?? 0 }));
    setLinks(list, choose(block, walker, ranked(other, known), most));
  }
};

/** Level of the `count`th vector ever added: geometric, with one in m going up (Algorithm 1, l. 4). */
const levelFor = (count: number, m: number): number =>
  Math.min(15, Math.floor(-Math.log(1 - createRandom(`hnsw ${count}`).next()) / Math.log(m)));

/**
 * Links the vector in `row`, the `count`th that was ever added, into the graph.
 *
 * @returns the node that already holds an equal vector, nothing being linked then
 */
export const insert = (
  block: Block,
  graph: Graph,
  walker: Walker,
  row: number,
  count: number,
  m: number,
  ef: number,
): number | undefined => {
  const level = levelFor(count, m);
  const query = block.at(row);
  const top = graph.levelOf(graph.entry);
  const from = Math.min(level, top);
  const found: (readonly Candidate[])[] = [];
  let starts: readonly number[] = top < 0 ? [] : [walker.descend(query, from)];
  for (let at = from; at >= 0; at--) {
    found[at] = drain(walker.walk(query, starts, ef, at));
    starts = (found[at] ?? []).map(({ node }) => node);
  }
  const equal = starts.find((node) => isEqual(block, node, row));
  if (equal !== undefined) return equal;
  graph.setLevel(row, level);
  for (let at = from; at >= 0; at--) connect(block, graph, walker, row, at, found[at] ?? [], m);
  if (level > top) graph.entry = row;
  return undefined;
};

const isEqual = ({ floats, at, stride }: Block, a: number, b: number): boolean => {
  const all = floats();
  const [one, two] = [at(a) / 4, at(b) / 4];
  for (let i = 0; i < stride; i++) if (all[one + i] !== all[two + i]) return false;
  return true;
};

/** Takes `gone` out of the graph. Who was linked to one of them is linked to those that it led to. */
export const detach = (block: Block, graph: Graph, walker: Walker, gone: ReadonlySet<number>): void => {
  const orphans: { readonly node: number; readonly level: number; readonly links: readonly number[] }[] = [];
  for (let node = 0; node < graph.rows; node++) {
    if (gone.has(node)) continue;
    for (let level = graph.levelOf(node); level >= 0; level--) {
      const list = graph.links(node, level);
      let hit = false;
      for (let i = 1; i <= (list[0] ?? 0); i++) hit ||= gone.has(list[i] ?? -1);
      if (hit) orphans.push({ node, level, links: reachable(graph, node, level, gone) });
    }
  }
  // First no list leads to what is gone any more: the searches below walk over all of them.
  for (const { node, level } of orphans) {
    const stay = linksOf(graph, node, level).filter((each) => !gone.has(each));
    setLinks(graph.links(node, level), stay);
  }
  for (const node of gone) graph.setLevel(node, -1);
  if (gone.has(graph.entry)) graph.entry = highest(graph);
  for (const { node, level, links } of orphans) {
    const query = block.at(node);
    const scores = walker.scores(query, links, links.length);
    let candidates = links.map((each, i) => ({ node: each, score: scores[i] ?? 0 }));
    if (candidates.length === 0 && node !== graph.entry) {
      const start = walker.descend(query, level);
      candidates = drain(walker.walk(query, [start], graph.width(level), level)).filter((each) => each.node !== node);
    }
    connect(block, graph, walker, node, level, candidates, graph.width(level));
  }
};

/** Nodes that stay, reached from `node` over links and over any number of nodes that go; a few hundred at most. */
const reachable = (graph: Graph, node: number, level: number, gone: ReadonlySet<number>): readonly number[] => {
  const seen = new Set([node]);
  const ways = [node];
  const staying: number[] = [];
  for (const way of ways) {
    if (staying.length > 256) break;
    for (const next of linksOf(graph, way, level)) {
      if (seen.has(next)) continue;
      seen.add(next);
      (gone.has(next) ? ways : staying).push(next);
    }
  }
  return staying;
};

const highest = (graph: Graph): number => {
  let best = -1;
  for (let node = 0; node < graph.rows; node++) {
    if (graph.levelOf(node) > (best < 0 ? -1 : graph.levelOf(best))) best = node;
  }
  return best;
};
