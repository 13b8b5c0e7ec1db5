import { SidError } from '@sid/core';

/** An array of single-precision numbers, the last index running fastest. */
export interface NpyArray {
  readonly shape: readonly number[];
  readonly data: Float32Array;
}

/** `\x93NUMPY`, version 1.0 */
const magic = Uint8Array.of(0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0);

/** A NumPy file (format 1.0, little-endian float32, C order), readable by `numpy.load`. */
export const encodeNpy = ({ shape, data }: NpyArray): Uint8Array => {
  if (shape.reduce((product, size) => product * size, 1) !== data.length)
    throw new SidError(
      'SID_METHOD_FAILED',
      `An array of shape ${shape.join(' × ')} cannot have ${data.length} numbers.`,
    );
  const tuple = shape.length === 1 ? `${shape[0]},` : shape.join(', ');
  const header = `{'descr': '<f4', 'fortran_order': False, 'shape': (${tuple}), }`;
  // The data begin at a multiple of 64 bytes; the header ends with a line feed.
  const headerBytes = Math.ceil((magic.length + 2 + header.length + 1) / 64) * 64 - magic.length - 2;
  const file = new Uint8Array(magic.length + 2 + headerBytes + 4 * data.length);
  const view = new DataView(file.buffer);
  file.set(magic);
  view.setUint16(magic.length, headerBytes, true);
  file.set(new TextEncoder().encode(`${header.padEnd(headerBytes - 1)}\n`), magic.length + 2);
  const start = magic.length + 2 + headerBytes;
  for (const [i, value] of data.entries()) view.setFloat32(start + 4 * i, value, true);
  return file;
};

/** Reads what `encodeNpy` and `numpy.save` write for little-endian float32 arrays in C order. */
export const decodeNpy = (file: Uint8Array): NpyArray => {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  const wrong = (what: string): SidError =>
    new SidError(
      'SID_METHOD_FAILED',
      `This is not an array file that sid reads: ${what}. Save it by numpy.save(name, x.astype('<f4')).`,
    );
  if (file.length < 12 || magic.some((byte, i) => i < 6 && file[i] !== byte)) throw wrong('it does not begin like one');
  const [lengthBytes, headerBytes] = file[6] === 1 ? [2, view.getUint16(8, true)] : [4, view.getUint32(8, true)];
  const start = 8 + lengthBytes + headerBytes;
  const header = new TextDecoder('latin1').decode(file.subarray(8 + lengthBytes, start));
  const type = /'descr':\s*'([^']*)'/.exec(header)?.[1];
  if (type !== '<f4') throw wrong(`its numbers are of type ${JSON.stringify(type ?? 'unknown')}, not "<f4"`);
  if (!/'fortran_order':\s*False/.test(header)) throw wrong('it is in Fortran order');
  const tuple = /'shape':\s*\(([^)]*)\)/.exec(header)?.[1];
  if (tuple === undefined) throw wrong('it states no shape');
  const shape = tuple.split(',').flatMap((part) => (part.trim() === '' ? [] : [Number(part)]));
  const count = shape.reduce((product, size) => product * size, 1);
  if (file.length !== start + 4 * count) throw wrong(`it has ${file.length} bytes where ${start + 4 * count} belong`);
  return { shape, data: Float32Array.from({ length: count }, (_, i) => view.getFloat32(start + 4 * i, true)) };
};
