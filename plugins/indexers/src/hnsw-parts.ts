import { type Block, createBlock } from './block.ts';
import { type Copies, createCopies } from './copies.ts';
import { createGraph, type Graph } from './hnsw-graph.ts';
import { createSpanTable, type SpanTable } from './span-table.ts';

/** What an index consists of; rows of removed vectors are free for new ones. */
export interface HnswParts {
  readonly dims: number;
  readonly m: number;
  readonly block: Block;
  readonly graph: Graph;
  readonly spans: SpanTable;
  readonly copies: Copies;
  readonly free: number[];
  /** Vectors that were ever added: each draws its level by this number. */
  added: number;
}

/** WebAssembly addresses 4 GiB. */
const addressable = 2 ** 32;
export const emptyHnsw = (dims: number, m: number): HnswParts => ({
  dims,
  m,
  block: createBlock(dims, addressable),
  graph: createGraph(m),
  spans: createSpanTable(),
  copies: createCopies(),
  free: [],
  added: 0,
});

/** Whether there is a vector in that row, as a node or as the copy of one. */
export const isHeld = ({ graph, copies }: HnswParts, row: number): boolean =>
  graph.levelOf(row) >= 0 || copies.nodeOf(row) !== undefined;
