/** Numbers of ONNX's TensorProto.DataType. */
export const elementTypes = { float32: 1, int64: 7, bool: 9, float64: 11 } as const;
export type ElementType = keyof typeof elementTypes;

/** A tensor stored in the file. */
export interface Initialiser {
  readonly name: string;
  readonly type: ElementType;
  readonly shape: readonly number[];
  readonly data: Float32Array | Float64Array | BigInt64Array | Uint8Array;
}

export type Attribute =
  | { readonly kind: 'int'; readonly value: number }
  | { readonly kind: 'float'; readonly value: number }
  | { readonly kind: 'text'; readonly value: string }
  | { readonly kind: 'ints'; readonly value: readonly number[] }
  | { readonly kind: 'graph'; readonly value: Graph };

export interface Node {
  readonly op: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes: Readonly<Record<string, Attribute>>;
}

/** A named value with its type; a dimension given as text differs from call to call. */
export interface ValueInfo {
  readonly name: string;
  readonly type: ElementType;
  readonly shape?: readonly (number | string)[];
}

/** An ONNX graph, or the body of a loop in one. */
export interface Graph {
  readonly name: string;
  readonly nodes: readonly Node[];
  readonly initialisers: readonly Initialiser[];
  readonly inputs: readonly ValueInfo[];
  readonly outputs: readonly ValueInfo[];
}
