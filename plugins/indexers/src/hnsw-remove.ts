import { detach } from './hnsw-link.ts';
import { type HnswParts, isHeld } from './hnsw-parts.ts';
import type { Walker } from './hnsw-search.ts';

/** Removes the vectors of a track. Returns how many there were. */
export const removeTrack = (parts: HnswParts, walker: Walker, track: string): number => {
  const { block, graph, spans, copies, free } = parts;
  const gone = spans.rowsOf(track).filter((row) => isHeld(parts, row));
  const freed: number[] = [];
  for (const row of gone) {
    if (copies.nodeOf(row) === undefined) continue;
    copies.drop(row);
    freed.push(row);
  }
  const nodes = new Set<number>();
  for (const row of gone) {
    if (graph.levelOf(row) < 0) continue;
    const [heir] = copies.of(row);
    if (heir === undefined) {
      nodes.add(row);
      freed.push(row);
      continue;
    }
    // The vector stays, and with it the node: it stands for one of its copies from now on.
    copies.drop(heir);
    spans.set(row, spans.at(heir));
    freed.push(heir);
  }
  if (nodes.size > 0) detach(block, graph, walker, nodes);
  free.push(...freed.sort((a, b) => b - a));
  return gone.length;
};
