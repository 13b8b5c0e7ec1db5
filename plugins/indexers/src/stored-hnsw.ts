import { append } from './block.ts';
import { type Head, headBytes, readHead } from './head.ts';
import { emptyHnsw, type HnswParts, isHeld } from './hnsw-parts.ts';
import { createReader, invalid, type Reader, sealed } from './reader.ts';
import { readSpans, spanBytes, spanParts } from './stored-spans.ts';

/** Rows that are read and written at once. */
const rowsPerPart = (dims: number): number => Math.max(1, Math.floor(2 ** 20 / (4 * dims)));

/** Rows in use, and what number each gets in the file: free rows are not stored. */
const numbering = (parts: HnswParts): { readonly rows: readonly number[]; readonly numbers: Int32Array } => {
  const rows: number[] = [];
  const numbers = new Int32Array(parts.block.rows).fill(-1);
  for (let row = 0; row < parts.block.rows; row++) if (isHeld(parts, row)) numbers[row] = rows.push(row) - 1;
  return { rows, numbers };
};

const headOf = (parts: HnswParts): Head => {
  const { rows, numbers } = numbering(parts);
  const tracks = new Set(rows.map((row) => parts.spans.trackAt(row)));
  const { entry } = parts.graph;
  return {
    kind: 'hnsw',
    dims: parts.dims,
    rows: rows.length,
    tracks: [...tracks].sort(),
    more: { m: parts.m, added: parts.added, entry: entry < 0 ? -1 : (numbers[entry] ?? -1) },
  };
};

/** Length of what `savedHnsw` yields. */
export const hnswBytes = (parts: HnswParts): number => {
  const head = headOf(parts);
  const { graph, m } = parts;
  let bytes = headBytes(head).length + head.rows * (spanBytes + 4 * head.dims) + 4;
  for (let row = 0; row < parts.block.rows; row++) {
    const level = graph.levelOf(row);
    if (level >= 0) bytes += 4 * (1 + (2 * m + 1) + level * (m + 1));
    else if (isHeld(parts, row)) bytes += 8;
  }
  return bytes;
};

/** Spans, vectors, then for each row its level and its lists of links, as numbered here. */
export const savedHnsw = (parts: HnswParts): AsyncIterable<Uint8Array> => sealed(savedParts(parts));

function* savedParts(parts: HnswParts): Iterable<Uint8Array> {
  const { dims, block, spans } = parts;
  const head = headOf(parts);
  const { rows, numbers } = numbering(parts);
  yield headBytes(head);
  yield* spanParts(rows.length, head.tracks, (i) => spans.at(rows[i] ?? 0));
  for (let first = 0; first < rows.length; first += rowsPerPart(dims)) {
    const part = rows.slice(first, first + rowsPerPart(dims));
    const data = new Float32Array(part.length * dims);
    part.forEach((row, i) => {
      data.set(block.floats().subarray(block.at(row) / 4, block.at(row) / 4 + dims), i * dims);
    });
    yield new Uint8Array(data.buffer);
  }
  for (const row of rows) yield rowBytes(parts, row, numbers);
}

/** −1 and its node for a copy; for a node its level and its lists. */
const rowBytes = ({ graph, copies }: HnswParts, row: number, numbers: Int32Array): Uint8Array => {
  const level = graph.levelOf(row);
  const node = copies.nodeOf(row);
  const words = node === undefined ? [level] : [-1, numbers[node] ?? 0];
  for (let at = 0; at <= level; at++) {
    const list = graph.links(row, at);
    const count = list[0] ?? 0;
    list.forEach((value, i) => {
      words.push(i > 0 && i <= count ? (numbers[value] ?? 0) : value);
    });
  }
  return new Uint8Array(Int32Array.from(words).buffer);
};

/** @throws SidError SID_INDEX_INVALID where the bytes are not those of an hnsw index */
export const openHnsw = async (chunks: AsyncIterable<Uint8Array>): Promise<HnswParts> => {
  const reader = createReader(chunks);
  const { dims, rows, tracks, more } = await readHead(reader, 'hnsw');
  const { m = 0, added = 0, entry = -1 } = more;
  if (!(m >= 2 && m <= 256)) throw invalid(`The stored index says m = ${m}.`);
  const parts = emptyHnsw(dims, m);
  parts.added = added;
  for await (const span of readSpans(reader, rows, tracks)) parts.spans.push(span);
  for (let first = 0; first < rows; first += rowsPerPart(dims)) {
    const count = Math.min(rowsPerPart(dims), rows - first);
    append(parts.block, dims, new Float32Array((await reader.take(4 * dims * count)).buffer), 0, count);
  }
  for (let row = 0; row < rows; row++) await readRow(reader, parts, row, rows);
  parts.graph.entry = entry;
  await reader.close();
  return parts;
};

const readRow = async (reader: Reader, { graph, copies }: HnswParts, row: number, rows: number): Promise<void> => {
  const [level = -2] = new Int32Array((await reader.take(4)).buffer);
  if (level < -1 || level > 15) throw invalid(`A vector of the stored index is on level ${level}.`);
  if (level === -1) {
    const [node = -1] = new Int32Array((await reader.take(4)).buffer);
    if (node < 0 || node >= rows) throw invalid('A copy in the stored index has no original.');
    copies.add(node, row);
    return;
  }
  graph.setLevel(row, level);
  for (let at = 0; at <= level; at++) {
    const list = new Int32Array((await reader.take(4 * (graph.width(at) + 1))).buffer);
    if (list.some((value, i) => value < 0 || value >= (i === 0 ? graph.width(at) + 1 : rows))) {
      throw invalid('A link of the stored index leads nowhere.');
    }
    graph.links(row, at).set(list);
  }
};
