import { SidError } from '@sid/core';
import type { NodeStore } from './node-store.ts';

/** What an embedding retriever saves before its index: its tracks, and the node matrices where it has a re-ranker. */
export async function* saveTracks(
  tracks: Iterable<string>,
  nodes: NodeStore | undefined,
): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  const names = [...tracks].sort();
  const line = (value: unknown) => new TextEncoder().encode(`${JSON.stringify(value)}\n`);
  yield line(names);
  if (nodes === undefined) return;
  const held = names.map((name) => nodes.get(name) ?? { times: new Float64Array(0), nodes: new Uint16Array(0) });
  yield line(held.map((each) => [each.times.length, each.nodes.length]));
  for (const each of held) {
    yield new Uint8Array(each.times.slice().buffer);
    yield new Uint8Array(each.nodes.slice().buffer);
  }
}

/** Reads a stream piece by piece, however it is cut into chunks. */
const createReader = (chunks: AsyncIterable<Uint8Array>) => {
  const source = chunks[Symbol.asyncIterator]();
  let held: Uint8Array = new Uint8Array(0);
  const next = async (): Promise<Uint8Array> => {
    if (held.length > 0) return held;
    const { done, value } = await source.next();
    if (done === true) throw new SidError('SID_INDEX_INVALID', 'The index ends too early: it was not wholly written.');
    held = value;
    return next();
  };
  const take = async (length: number): Promise<Uint8Array<ArrayBuffer>> => {
    const out = new Uint8Array(length);
    for (let at = 0; at < length; ) {
      const part = (await next()).subarray(0, length - at);
      out.set(part, at);
      at += part.length;
      held = held.subarray(part.length);
    }
    return out;
  };
  const line = async (): Promise<unknown> => {
    const text = new TextDecoder();
    let read = '';
    for (;;) {
      const chunk = await next();
      const end = chunk.indexOf(10);
      read += text.decode(chunk.subarray(0, end < 0 ? chunk.length : end), { stream: true });
      held = chunk.subarray(end < 0 ? chunk.length : end + 1);
      if (end >= 0) return JSON.parse(read);
    }
  };
  async function* rest(): AsyncGenerator<Uint8Array> {
    if (held.length > 0) yield held;
    for (let each = await source.next(); each.done !== true; each = await source.next()) yield each.value;
  }
  return { line, take, rest };
};

const list = async (line: () => Promise<unknown>): Promise<readonly unknown[]> => {
  const value = await line().catch((cause: unknown) => {
    if (cause instanceof SidError) throw cause;
    throw new SidError('SID_INDEX_INVALID', 'The index does not start with its tracks.', { cause });
  });
  if (Array.isArray(value)) return value;
  throw new SidError('SID_INDEX_INVALID', 'The index does not start with its tracks.');
};

/** The inverse: fills `nodes`, and returns the tracks and what follows them. @throws SidError SID_INDEX_INVALID */
export const loadTracks = async (
  chunks: AsyncIterable<Uint8Array>,
  nodes: NodeStore | undefined,
): Promise<{ readonly tracks: Set<string>; readonly rest: AsyncIterable<Uint8Array> }> => {
  const reader = createReader(chunks);
  const names = (await list(reader.line)).map(String);
  if (nodes !== undefined) {
    const lengths = await list(reader.line);
    for (const [i, name] of names.entries()) {
      const [times = 0, halves = 0] = [lengths[i]].flat().map(Number);
      nodes.set(name, {
        times: new Float64Array((await reader.take(8 * times)).buffer),
        nodes: new Uint16Array((await reader.take(2 * halves)).buffer),
      });
    }
  }
  return { tracks: new Set(names), rest: reader.rest() };
};
