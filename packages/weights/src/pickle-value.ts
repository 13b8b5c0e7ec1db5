import type { ElementType } from './element-type.ts';

/** Where values of a tensor lie: an entry of the archive. */
export interface StorageRef {
  readonly kind: 'storage';
  readonly key: string;
  readonly type: ElementType;
  readonly elements: number;
}

/** A tensor, its values still in its storage. Offset and strides count elements. */
export interface TensorRef {
  readonly kind: 'tensor';
  readonly storage: StorageRef;
  readonly offset: number;
  readonly shape: readonly number[];
  readonly strides: readonly number[];
}

/** Stands for an object of a harmless class that nothing here needs; what it was made of is dropped. */
export interface Inert {
  readonly kind: 'inert';
  readonly of: string;
}

/** A name that a pickle imported and may use. */
export interface GlobalRef {
  readonly kind: 'global';
  readonly name: string;
}

export type PickleMap = Map<PickleValue, PickleValue>;

/** What a pickle can contain; tuples, lists and sets are arrays. */
export type PickleValue =
  | null
  | boolean
  | number
  | bigint
  | string
  | Uint8Array
  | PickleValue[]
  | PickleMap
  | StorageRef
  | TensorRef
  | Inert
  | GlobalRef;

export const isRef = <K extends 'storage' | 'tensor' | 'inert' | 'global'>(
  value: PickleValue | undefined,
  kind: K,
): value is Extract<PickleValue, { readonly kind: K }> =>
  typeof value === 'object' && value !== null && 'kind' in value && value.kind === kind;
