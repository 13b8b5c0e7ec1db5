import { bfloatsToFloats, halvesToFloats } from './half.ts';

/** Element types as safetensors writes them, with their size in bytes. */
export const elementBytes = {
  F64: 8,
  F32: 4,
  F16: 2,
  BF16: 2,
  I64: 8,
  U64: 8,
  I32: 4,
  U32: 4,
  I16: 2,
  U16: 2,
  I8: 1,
  U8: 1,
  BOOL: 1,
} as const;

export type ElementType = keyof typeof elementBytes;

export const isElementType = (name: string): name is ElementType => Object.hasOwn(elementBytes, name);

/**
 * Elements as float32; large integers and float64 are rounded.
 *
 * @param bytes - little-endian, as every file here is, and every processor that Node runs on
 */
export const toFloats = (type: ElementType, { buffer, byteOffset, byteLength }: Uint8Array<ArrayBuffer>) => {
  const n = byteLength / elementBytes[type];
  const whole = byteOffset % elementBytes[type] === 0 ? buffer : buffer.slice(byteOffset, byteOffset + byteLength);
  const at = whole === buffer ? byteOffset : 0;
  switch (type) {
    case 'F32':
      return new Float32Array(whole, at, n);
    case 'F16':
      return halvesToFloats(new Uint16Array(whole, at, n));
    case 'BF16':
      return bfloatsToFloats(new Uint16Array(whole, at, n));
    case 'F64':
      return Float32Array.from(new Float64Array(whole, at, n));
    case 'I64':
      return Float32Array.from(new BigInt64Array(whole, at, n), Number);
    case 'U64':
      return Float32Array.from(new BigUint64Array(whole, at, n), Number);
    case 'I32':
      return Float32Array.from(new Int32Array(whole, at, n));
    case 'U32':
      return Float32Array.from(new Uint32Array(whole, at, n));
    case 'I16':
      return Float32Array.from(new Int16Array(whole, at, n));
    case 'U16':
      return Float32Array.from(new Uint16Array(whole, at, n));
    case 'I8':
      return Float32Array.from(new Int8Array(whole, at, n));
    case 'U8':
    case 'BOOL':
      return Float32Array.from(new Uint8Array(whole, at, n));
  }
};
