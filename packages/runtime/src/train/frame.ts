/** What processes tell each other: something JSON can hold, and how long the arrays of numbers are that go with it. */
export interface Frame {
  readonly head: unknown;
  readonly lengths: readonly number[];
}

/** Its length in bytes (32 bits, in the order of the machine: both processes run on one), then JSON. */
export const encodeFrame = (frame: Frame): Uint8Array => {
  const text = new TextEncoder().encode(JSON.stringify(frame));
  const bytes = new Uint8Array(4 + text.length);
  bytes.set(new Uint8Array(Uint32Array.of(text.length).buffer));
  bytes.set(text, 4);
  return bytes;
};

/** Yields what is to be filled with the next bytes, and returns the frame. */
export function* decodeFrame(): Generator<Uint8Array, Frame, void> {
  const length = new Uint32Array(1);
  yield new Uint8Array(length.buffer);
  const text = new Uint8Array(length[0] ?? 0);
  yield text;
  return JSON.parse(new TextDecoder().decode(text)) as Frame;
}

/** Puts frames together from chunks of any size. */
export const createFrameReader = (onFrame: (frame: Frame) => void): ((chunk: Uint8Array) => void) => {
  let decoding = decodeFrame();
  let room = decoding.next();
  let filled = 0;
  return (chunk) => {
    let used = 0;
    while (used < chunk.length && room.done !== true) {
      const part = chunk.subarray(used, used + room.value.length - filled);
      room.value.set(part, filled);
      filled += part.length;
      used += part.length;
      if (filled < room.value.length) return;
      filled = 0;
      room = decoding.next();
      if (room.done !== true) continue;
      const { value } = room;
      decoding = decodeFrame();
      room = decoding.next();
      onFrame(value);
    }
  };
};
