/** What processes say to each other: something JSON can hold, and numbers. */
export interface Frame {
  readonly head: unknown;
  readonly arrays: readonly Float32Array[];
}

interface Envelope {
  readonly head: unknown;
  readonly lengths: readonly number[];
}

const bytesOf = ({ buffer, byteOffset, byteLength }: ArrayBufferView): Uint8Array =>
  new Uint8Array(buffer, byteOffset, byteLength);

/**
 * Two lengths in bytes (32 bits each, as the machine orders them), then JSON, then the numbers. Processes of one machine
 * are meant: the order of bytes is not converted.
 */
export const encodeFrame = ({ head, arrays }: Frame): readonly Uint8Array[] => {
  const envelope: Envelope = { head, lengths: arrays.map(({ length }) => length) };
  const text = new TextEncoder().encode(JSON.stringify(envelope));
  const body = arrays.reduce((sum, { byteLength }) => sum + byteLength, 0);
  return [bytesOf(Uint32Array.of(text.length, body)), text, ...arrays.map(bytesOf)];
};

/** Yields what is to be filled with the next bytes, and returns the frame. Its arrays share one memory. */
export function* decodeFrame(): Generator<Uint8Array, Frame, void> {
  const lengths = new Uint32Array(2);
  yield bytesOf(lengths);
  const [textLength = 0, bodyLength = 0] = lengths;
  const text = new Uint8Array(textLength);
  yield text;
  const body = new ArrayBuffer(bodyLength);
  if (bodyLength > 0) yield new Uint8Array(body);
  const envelope = JSON.parse(new TextDecoder().decode(text)) as Envelope;
  let from = 0;
  const arrays = envelope.lengths.map((length) => {
    const array = new Float32Array(body, from, length);
    from += array.byteLength;
    return array;
  });
  return { head: envelope.head, arrays };
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
