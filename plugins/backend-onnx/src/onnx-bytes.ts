/** Just enough of Protocol Buffers, and of the messages of ONNX, to write tiny models. */
type Bytes = readonly number[];

const varint = (value: number): Bytes => (value < 128 ? [value] : [(value & 127) | 128, ...varint(value >>> 7)]);

export const number = (field: number, value: number): Bytes => [field << 3, ...varint(value)];

export const message = (field: number, ...parts: readonly Bytes[]): Bytes => {
  const bytes = parts.flat();
  return [(field << 3) | 2, ...varint(bytes.length), ...bytes];
};

export const text = (field: number, value: string): Bytes => message(field, [...new TextEncoder().encode(value)]);

/** A float32 input or output; an axis named by letters may have any length. */
export const port = (name: string, shape: readonly (number | string)[]): Bytes => [
  ...text(1, name),
  ...message(
    2,
    message(
      1,
      number(1, 1),
      message(2, ...shape.map((n) => message(1, typeof n === 'number' ? number(1, n) : text(2, n)))),
    ),
  ),
];

export const node = (
  type: string,
  inputs: readonly string[],
  outputs: readonly string[],
  ...attributes: readonly Bytes[]
): Bytes => [
  ...inputs.flatMap((name) => text(1, name)),
  ...outputs.flatMap((name) => text(2, name)),
  ...text(4, type),
  ...attributes.flat(),
];

interface Graph {
  readonly nodes: readonly Bytes[];
  readonly inputs: readonly Bytes[];
  readonly outputs: readonly Bytes[];
  readonly initializers?: readonly Bytes[];
}

/** A whole file, opset 13. */
export const modelBytes = ({ nodes, inputs, outputs, initializers = [] }: Graph): Uint8Array =>
  Uint8Array.from([
    ...number(1, 8),
    ...message(
      7,
      ...nodes.map((bytes) => message(1, bytes)),
      text(2, 'graph'),
      ...initializers.map((bytes) => message(5, bytes)),
      ...inputs.map((bytes) => message(11, bytes)),
      ...outputs.map((bytes) => message(12, bytes)),
    ),
    ...message(8, number(2, 13)),
  ]);
