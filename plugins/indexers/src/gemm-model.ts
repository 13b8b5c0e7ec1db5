/** Just enough of the protocol buffers of ONNX for a graph of one node. */
const varint = (value: number): readonly number[] =>
  value < 128 ? [value] : [(value & 127) | 128, ...varint(value >>> 7)];
const number = (field: number, value: number): readonly number[] => [...varint(field * 8), ...varint(value)];
const part = (field: number, bytes: readonly number[]): readonly number[] => [
  ...varint(field * 8 + 2),
  ...varint(bytes.length),
  ...bytes,
];
const text = (field: number, value: string): readonly number[] => part(field, [...new TextEncoder().encode(value)]);

/** A float32 tensor with named dimensions, of any size. */
const tensor = (field: number, name: string, dimensions: readonly string[]): readonly number[] =>
  part(field, [
    ...text(1, name),
    ...part(
      2,
      part(1, [
        ...number(1, 1),
        ...part(
          2,
          dimensions.flatMap((each) => part(1, text(2, each))),
        ),
      ]),
    ),
  ]);

/** ONNX file: `scores` (m × n) = `queries` (m × d) times the transpose of `rows` (n × d). Operator set 13. */
export const gemmModel: Uint8Array = Uint8Array.from([
  ...number(1, 8),
  ...part(7, [
    ...part(1, [
      ...text(1, 'queries'),
      ...text(1, 'rows'),
      ...text(2, 'scores'),
      ...text(4, 'Gemm'),
      ...part(5, [...text(1, 'transB'), ...number(3, 1), ...number(20, 2)]),
    ]),
    ...text(2, 'scores'),
    ...tensor(11, 'queries', ['m', 'd']),
    ...tensor(11, 'rows', ['n', 'd']),
    ...tensor(12, 'scores', ['m', 'n']),
  ]),
  ...part(8, number(2, 13)),
]);
