import { SidError } from '@sid/core';

/** Longest frame: the same bytes are cut alike whoever wrote them in whichever pieces. */
const frameBytes = 65_536;

/** Length of what `framed` yields for so many bytes. */
export const framedBytes = (bytes: number): number => bytes + 4 * Math.ceil(bytes / frameBytes) + 4;

const lengthOf = (length: number): Uint8Array => {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setUint32(0, length, true);
  return bytes;
};

/** Puts bytes of unknown number into frames, each after its length (uint32, little endian), with a frame of 0 at the end. */
export async function* framed(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const frame = new Uint8Array(frameBytes);
  let filled = 0;
  for await (const chunk of chunks) {
    for (let at = 0; at < chunk.length; ) {
      const part = chunk.subarray(at, at + frameBytes - filled);
      frame.set(part, filled);
      filled += part.length;
      at += part.length;
      if (filled < frameBytes) continue;
      yield lengthOf(filled);
      yield frame.slice();
      filled = 0;
    }
  }
  if (filled > 0) {
    yield lengthOf(filled);
    yield frame.slice(0, filled);
  }
  yield lengthOf(0);
}

/** Reads what several calls of `framed` wrote, one after the other. */
export interface FrameReader {
  /** The bytes of the next one. What the consumer leaves is skipped when the one after is asked for. */
  next(): AsyncGenerator<Uint8Array>;
  /** @throws SidError SID_INDEX_INVALID if something follows */
  end(): Promise<void>;
}

export const createFrameReader = (chunks: AsyncIterable<Uint8Array>): FrameReader => {
  const source = chunks[Symbol.asyncIterator]();
  let held: Uint8Array = new Uint8Array(0);
  let current: AsyncGenerator<Uint8Array> | undefined;

  const take = async (count: number): Promise<Uint8Array> => {
    const out = new Uint8Array(count);
    for (let at = 0; at < count; ) {
      if (held.length === 0) {
        const next = await source.next();
        if (next.done === true) throw invalid('it was cut short');
        held = next.value;
      }
      const part = held.subarray(0, count - at);
      out.set(part, at);
      at += part.length;
      held = held.subarray(part.length);
    }
    return out;
  };

  async function* read(): AsyncGenerator<Uint8Array> {
    for (;;) {
      const length = new DataView((await take(4)).buffer).getUint32(0, true);
      if (length === 0) return;
      if (length > frameBytes) throw invalid(`it has a frame of ${length} bytes`);
      yield await take(length);
    }
  }

  const skip = async (): Promise<void> => {
    if (current === undefined) return;
    for (let next = await current.next(); next.done !== true; next = await current.next());
    current = undefined;
  };

  async function* nextOne(): AsyncGenerator<Uint8Array> {
    await skip();
    const frames = read();
    current = frames;
    // Without for await: leaving early must not close the source.
    for (let next = await frames.next(); next.done !== true; next = await frames.next()) yield next.value;
  }

  return {
    next: nextOne,
    end: async () => {
      await skip();
      if (held.length > 0 || (await source.next()).done !== true) throw invalid('it goes on after its end');
    },
  };
};

const invalid = (reason: string): SidError =>
  new SidError('SID_INDEX_INVALID', `This is no index of several methods: ${reason}. Index the recordings again.`);
