import { canonicalJson, SidError } from '@sid/core';
import { elementBytes } from './element-type.ts';
import { floatToBfloat, floatToHalf } from './half.ts';
import { sizeOf } from './tensor-file.ts';

/** Element types that sid writes. */
export type StoredType = 'F32' | 'F16' | 'BF16';

/** A tensor to be written; its values are asked for when their turn comes. */
export interface TensorToWrite {
  readonly name: string;
  readonly shape: readonly number[];
  values(): Float32Array | Promise<Float32Array>;
}

const encode = (type: StoredType, values: Float32Array, name: string): Uint8Array => {
  if (type === 'F32') return new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
  const pack = type === 'F16' ? floatToHalf : floatToBfloat;
  const out = new Uint16Array(values.length);
  for (let i = 0; i < out.length; i++) {
    const x = values[i] ?? 0;
    const packed = pack(x);
    out[i] = packed;
    if (type === 'F16' && (packed & 0x7fff) === 0x7c00 && Number.isFinite(x)) {
      throw new SidError(
        'SID_WEIGHTS_INVALID',
        `Tensor "${name}" has the value ${x}, which half precision cannot hold (65504 at most). Store it as BF16 or F32.`,
      );
    }
  }
  return new Uint8Array(out.buffer);
};

/**
 * Bytes of a safetensors file, tensor by tensor. Equal content gives equal bytes: tensors lie in the order of their
 * names.
 *
 * @throws SidError SID_WEIGHTS_INVALID where a value does not fit the type, or values do not fit their shape
 */
export async function* writeSafetensors(
  tensors: readonly TensorToWrite[],
  type: StoredType = 'F32',
  metadata: Readonly<Record<string, string>> = {},
): AsyncGenerator<Uint8Array> {
  const sorted = [...tensors].sort((a, b) => (a.name < b.name ? -1 : 1));
  let end = 0;
  const entries = sorted.map(({ name, shape }) => {
    const from = end;
    end += sizeOf(shape) * elementBytes[type];
    return [name, { dtype: type, shape, data_offsets: [from, end] }];
  });
  const header = canonicalJson({ __metadata__: metadata, ...Object.fromEntries(entries) });
  const text = new TextEncoder().encode(header);
  // The format asks for spaces until the data begin at a multiple of 8.
  const padded = new Uint8Array(8 + Math.ceil(text.length / 8) * 8).fill(0x20);
  new DataView(padded.buffer).setBigUint64(0, BigInt(padded.length - 8), true);
  padded.set(text, 8);
  yield padded;
  for (const { name, shape, values } of sorted) {
    const data = await values();
    if (data.length !== sizeOf(shape)) {
      throw new SidError(
        'SID_WEIGHTS_INVALID',
        `Tensor "${name}" has ${data.length} values, which do not fit its shape [${shape.join(', ')}].`,
      );
    }
    yield encode(type, data, name);
  }
}
