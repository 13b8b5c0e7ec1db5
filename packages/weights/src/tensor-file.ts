import type { ElementType } from './element-type.ts';

/** One tensor of a file, its values not yet read. */
export interface TensorEntry {
  readonly shape: readonly number[];
  readonly type: ElementType;
}

/** Named tensors, read one by one when they are asked for. */
export interface TensorFile {
  readonly tensors: ReadonlyMap<string, TensorEntry>;
  /** Row-major, as float32. @throws RangeError for a name that `tensors` lacks */
  read(name: string): Promise<Float32Array<ArrayBuffer>>;
}

/** Number of elements of a shape. */
export const sizeOf = (shape: readonly number[]): number => shape.reduce((product, n) => product * n, 1);
