import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bytesSource } from './byte-source.ts';
import { golden, goldenSource, joined, safetensorsBytes } from './bytes.test.fixture.ts';
import { openSafetensors } from './safetensors.ts';
import { type StoredType, writeSafetensors } from './write-safetensors.ts';

const written = async (
  tensors: Readonly<Record<string, { shape: readonly number[]; values: Float32Array }>>,
  type?: StoredType,
) =>
  joined(
    writeSafetensors(
      Object.entries(tensors).map(([name, { shape, values }]) => ({ name, shape, values: () => values })),
      type,
      { format: 'pt' },
    ),
  );

describe('reading', () => {
  test('gives what the Python package wrote, in every type', async () => {
    const expected = JSON.parse(readFileSync(join(golden, 'oddities.json'), 'utf8')) as Readonly<
      Record<string, { readonly shape: readonly number[]; readonly values: readonly number[] }>
    >;
    const file = await openSafetensors(goldenSource('oddities.safetensors'));
    expect(file.tensors.size).toBeGreaterThan(9);
    expect(file.metadata).toEqual({ format: 'pt' });
    for (const [name, { shape }] of file.tensors) {
      expect(shape, name).toEqual(expected[name]?.shape);
      expect([...(await file.read(name))], name).toEqual(expected[name]?.values.map(Math.fround));
    }
  });

  test.each([
    ['nothing', new Uint8Array(3), /fewer than 8 bytes/],
    ['a header longer than the file', safetensorsBytes('{}', 0).subarray(0, 9), /cut short/],
    ['no JSON', safetensorsBytes('{"a":', 0), /header does not fit/],
    ['an unknown type', safetensorsBytes('{"a":{"dtype":"C64","shape":[1],"data_offsets":[0,8]}}', 8), /dtype/],
    ['a negative size', safetensorsBytes('{"a":{"dtype":"F32","shape":[-1],"data_offsets":[0,0]}}', 0), /shape/],
    [
      'a size that does not fit',
      safetensorsBytes('{"a":{"dtype":"F32","shape":[3],"data_offsets":[0,8]}}', 8),
      /tensor "a"/,
    ],
    ['a gap', safetensorsBytes('{"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}', 8), /tensor "a"/],
    [
      'an overlap',
      safetensorsBytes(
        '{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"b":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}',
        8,
      ),
      /tensor "b"/,
    ],
    ['a file cut short', safetensorsBytes('{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}', 7), /cut short/],
    [
      'a file with something after it',
      safetensorsBytes('{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}', 9),
      /appended/,
    ],
    [
      'an unknown member',
      safetensorsBytes('{"a":{"dtype":"F32","shape":[],"data_offsets":[0,4],"x":1}}', 4),
      /header does not fit/,
    ],
  ])('refuses %s', async (_, bytes, why) => {
    await expect(openSafetensors(bytesSource('x.safetensors', bytes))).rejects.toMatchObject({
      code: 'SID_WEIGHTS_INVALID',
      message: expect.stringMatching(why),
    });
  });
});

describe('writing', () => {
  test('is the inverse of reading, whatever the order, and begins data at a multiple of 8', async () => {
    const shape = fc.array(fc.nat({ max: 4 }), { maxLength: 3 });
    const tensor = shape.chain((s) =>
      fc.record({
        shape: fc.constant(s),
        values: fc.float32Array({
          noNaN: true,
          minLength: s.reduce((a, b) => a * b, 1),
          maxLength: s.reduce((a, b) => a * b, 1),
        }),
      }),
    );
    const names = fc.string({ minLength: 1 }).filter((name) => name !== '__metadata__' && name !== '__proto__');
    await fc.assert(
      fc.asyncProperty(fc.dictionary(names, tensor, { maxKeys: 5 }), async (tensors) => {
        const bytes = await written(tensors);
        const backwards = await written(Object.fromEntries(Object.entries(tensors).reverse()));
        expect(Buffer.from(bytes).equals(Buffer.from(backwards))).toBe(true);
        expect(Number(new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true)) % 8).toBe(0);
        const file = await openSafetensors(bytesSource('x', bytes));
        expect(new Set(file.tensors.keys())).toEqual(new Set(Object.keys(tensors)));
        for (const [name, { shape: s, values }] of Object.entries(tensors)) {
          expect(file.tensors.get(name)).toMatchObject({ shape: s, type: 'F32' });
          expect(await file.read(name)).toEqual(values);
        }
      }),
      { numRuns: 50 },
    );
  });

  test('rounds to half precision and bfloat16, and refuses what does not fit', async () => {
    const tensors = { a: { shape: [3], values: Float32Array.of(1, 0.1, -3e-6) } };
    const read = async (type: StoredType) =>
      (await openSafetensors(bytesSource('x', await written(tensors, type)))).read('a');
    expect((await read('F16'))[1]).toBeCloseTo(0.1, 4);
    expect((await read('BF16'))[1]).toBeCloseTo(0.1, 2);
    await expect(written({ big: { shape: [1], values: Float32Array.of(70000) } }, 'F16')).rejects.toThrow(
      /"big" has the value 70000/,
    );
    await expect(written({ a: { shape: [2], values: new Float32Array(3) } })).rejects.toThrow(/3 values/);
  });
});
