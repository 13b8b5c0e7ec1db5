import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bytesSource } from './byte-source.ts';
import { golden, goldenSource } from './bytes.test.fixture.ts';
import { openTensors } from './open-tensors.ts';

const refused = (why: RegExp) => ({ code: 'SID_WEIGHTS_INVALID', message: expect.stringMatching(why) });

test('reads every kind of tensor that torch.save writes', async () => {
  const expected = JSON.parse(readFileSync(join(golden, 'oddities.json'), 'utf8')) as Readonly<
    Record<string, { readonly shape: readonly number[]; readonly values: readonly number[] }>
  >;
  const file = await openTensors(goldenSource('oddities.pth'));
  expect(new Set(file.tensors.keys())).toEqual(new Set(Object.keys(expected)));
  for (const [name, { shape, values }] of Object.entries(expected)) {
    expect(file.tensors.get(name)?.shape, name).toEqual(shape);
    expect([...(await file.read(name))], name).toEqual(values.map(Math.fround));
  }
});

test('finds the weights among state of the optimiser, figures and settings', async () => {
  const gnn = await openTensors(goldenSource('tiny-gnn.pth'));
  expect([...gnn.tensors.keys()].filter((name) => name.startsWith('encoder.stem'))).toHaveLength(6);
  expect([...gnn.tensors.keys()].every((name) => /^(encoder|peak_extractor|projector)\./.test(name))).toBe(true);
  const riou = await openTensors(goldenSource('tiny-riou.pth'));
  expect(riou.tensors.get('pool.p')).toEqual({ shape: [1, 1, 1], type: 'F32' });
});

describe('a pickle that would run something', () => {
  const files = readdirSync(golden).filter((name) => name.startsWith('malicious-'));
  const imports = {
    'os-system': 'posix.system',
    'builtins-eval': 'eval',
    nested: 'torch.storage._load_from_bytes',
    getattr: 'getattr',
  };

  test('there are some', () => {
    expect(new Set(files.map((name) => name.slice(10, -4)))).toEqual(new Set(Object.keys(imports)));
  });

  test.each(Object.entries(imports))('is refused by the name of what it imports: %s', async (name, imported) => {
    await expect(openTensors(goldenSource(`malicious-${name}.pth`))).rejects.toMatchObject(
      refused(new RegExp(`tries to import \\S*${imported.replaceAll('.', '\\.')},`)),
    );
    expect(existsSync('ran.txt')).toBe(false);
  });
});

test.each([
  ['legacy.pth', /before PyTorch 1\.6/],
  ['script.pth', /TorchScript/],
  ['make.py', /neither/],
])('says what %s is', async (name, why) => {
  await expect(openTensors(goldenSource(name))).rejects.toMatchObject(refused(why));
});

test('a tensor that claims far more elements than its storage has is refused before memory is taken for it', async () => {
  const file = await openTensors(goldenSource('huge.pth'));
  expect(file.tensors.get('weight')?.shape).toEqual([2 ** 31, 8]);
  await expect(file.read('weight')).rejects.toMatchObject(refused(/17179869184 elements .* storage of 1\./));
});

test('a file cut short or changed gives tensors or a refusal, never another error', async () => {
  const whole = readFileSync(join(golden, 'oddities.pth'));
  const attempt = async (bytes: Uint8Array) => {
    try {
      const file = await openTensors(bytesSource('x.pth', bytes));
      for (const name of file.tensors.keys()) await file.read(name);
    } catch (error) {
      expect(error).toMatchObject({ code: 'SID_WEIGHTS_INVALID' });
    }
  };
  await fc.assert(
    fc.asyncProperty(fc.nat({ max: whole.length - 1 }), fc.nat({ max: 255 }), async (at, byte) => {
      const changed = Uint8Array.from(whole);
      changed[at] = byte;
      await attempt(changed);
      await attempt(whole.subarray(0, at));
    }),
    { numRuns: 400 },
  );
});
