import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeNpy, encodeNpy } from './npy.ts';

describe('NumPy files', () => {
  it('come back as they were', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 5 }), { minLength: 1, maxLength: 4 }), (shape) => {
        const data = Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, (_, i) =>
          Math.fround(Math.sin(i)),
        );
        expect(decodeNpy(encodeNpy({ shape, data }))).toEqual({ shape, data });
      }),
    );
  });

  it('are laid out as format 1.0 says', () => {
    const file = encodeNpy({ shape: [3], data: Float32Array.of(1, 2, 3) });
    expect([...file.subarray(0, 10)]).toEqual([0x93, 78, 85, 77, 80, 89, 1, 0, 118, 0]);
    const header = new TextDecoder().decode(file.subarray(10, 128));
    expect(header.trimEnd()).toBe("{'descr': '<f4', 'fortran_order': False, 'shape': (3,), }");
    expect(header.endsWith('\n')).toBe(true);
    expect(file.length).toBe(128 + 12);
  });

  it('can be read where they lie within a larger buffer', () => {
    const file = encodeNpy({ shape: [2, 1], data: Float32Array.of(5, 6) });
    const larger = new Uint8Array(file.length + 3);
    larger.set(file, 3);
    expect(decodeNpy(larger.subarray(3)).data).toEqual(Float32Array.of(5, 6));
  });

  it('are refused where they are something else', () => {
    const file = encodeNpy({ shape: [2], data: Float32Array.of(5, 6) });
    const changed = (from: string, to: string): Uint8Array =>
      Uint8Array.from(String.fromCharCode(...file).replace(from, to), (c) => c.charCodeAt(0));
    expect(() => decodeNpy(new Uint8Array(4))).toThrow(/does not begin/);
    expect(() => decodeNpy(file.subarray(0, -1))).toThrow(/bytes/);
    expect(() => decodeNpy(changed('<f4', '<f8'))).toThrow(/"<f8"/);
    expect(() => decodeNpy(changed('False', 'True '))).toThrow(/Fortran/);
    expect(() => encodeNpy({ shape: [3], data: Float32Array.of(1) })).toThrow(/cannot have 1/);
  });
});
