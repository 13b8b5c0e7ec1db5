import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type ByteSource, bytesSource } from './byte-source.ts';

/** Files that PyTorch wrote (make.py beside them). */
export const golden = join(import.meta.dirname, '../../../test/golden/checkpoints');

export const goldenSource = (name: string): ByteSource => bytesSource(name, readFileSync(join(golden, name)));

export const joined = async (chunks: AsyncIterable<Uint8Array>): Promise<Uint8Array> => {
  const parts: Uint8Array[] = [];
  for await (const chunk of chunks) parts.push(chunk);
  return Buffer.concat(parts);
};

/** A safetensors file of this header and so many bytes of data. */
export const safetensorsBytes = (header: string, data: number): Uint8Array => {
  const text = new TextEncoder().encode(header);
  const bytes = new Uint8Array(8 + text.length + data);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(text.length), true);
  bytes.set(text, 8);
  return bytes;
};
