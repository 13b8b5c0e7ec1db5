import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { defineEncoder, type Plugin } from '@sid/core';
import { writeSafetensors } from '@sid/weights';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import * as z from 'zod';
import { createRegistry } from '../registry.ts';
import { type ImportRequest, importWeights } from './import-weights.ts';
import { verifyWeights } from './verify-weights.ts';
import { createWeightsStore, findWeights, listWeights } from './weights-store.ts';

const affine = defineEncoder({
  name: 'affine',
  summary: 'A matrix.',
  revision: 1,
  options: z.strictObject({ dims: z.int().default(2), weights: z.string().exactOptional() }),
  presets: { wide: { dims: 3 } },
  layout: ({ dims }) => ({
    tensors: [
      { name: 'matrix', shape: [dims, 2], trained: true },
      { name: 'mean', shape: [dims], trained: false },
    ],
    published: (name) => (name === 'fc.weight' ? 'matrix' : undefined),
  }),
  create: () => {
    throw new Error('not created here');
  },
});
const plugin: Plugin = { name: 'test', api: 1, components: [affine] };
const registry = createRegistry([{ plugin, specifier: 'test' }]);

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sid-weights-'));
});
afterEach(() => rm(folder, { recursive: true }));

const checkpoint = async (dims: number, value = 0.1): Promise<string> => {
  const path = join(folder, 'given.safetensors');
  const tensor = (name: string, shape: readonly number[]) => ({
    name,
    shape,
    values: () => new Float32Array(shape.reduce((a, b) => a * b, 1)).fill(value),
  });
  await writeFile(path, writeSafetensors([tensor('fc.weight', [dims, 2]), tensor('mean', [dims])]));
  return path;
};

const request = async (changes: Partial<ImportRequest> = {}): Promise<ImportRequest> => ({
  file: changes.file ?? (await checkpoint(2)),
  architecture: 'affine',
  tag: 'affine.mine',
  to: join(folder, 'weights'),
  type: 'F32',
  ignore: [],
  force: false,
  licence: 'MIT',
  ...changes,
});
const places = () => ({ folders: [join(folder, 'weights'), join(folder, 'others')], baseFolder: folder });
const of = { architecture: 'affine', options: { dims: 2 } };

describe('imported weights', () => {
  test('are found by tag and by path, and load as they were', async () => {
    const { card, left } = await importWeights(registry, await request());
    expect(card).toMatchObject({ tag: 'affine.mine', parameters: 4, options: { dims: 2 }, licence: 'MIT' });
    expect(left).toEqual([]);
    const store = createWeightsStore(places());
    for (const name of ['affine.mine', './weights/affine.mine', join(folder, 'weights/affine.mine')]) {
      const stored = await store.open(name, of);
      expect(stored.card).toEqual(card);
      const tensors = await stored.load();
      expect(tensors.get('matrix')).toEqual(new Float32Array(4).fill(0.1));
    }
  });

  test('may be rounded', async () => {
    await importWeights(registry, await request({ type: 'F16' }));
    const tensors = await (await createWeightsStore(places()).open('affine.mine', of)).load();
    expect(tensors.get('mean')?.[0]).toBeCloseTo(0.1, 4);
    expect(tensors.get('mean')?.[0]).not.toBe(Math.fround(0.1));
  });

  test('are named by their preset, and refused to another component or other options', async () => {
    await importWeights(registry, await request({ preset: 'wide', file: await checkpoint(3) }));
    const store = createWeightsStore(places());
    await expect(store.open('affine.mine', of)).rejects.toThrow(/dims: 3, not 2.*preset wide/);
    await expect(store.open('affine.mine', { ...of, architecture: 'gnn' })).rejects.toThrow(
      /belong to affine.*not to gnn/,
    );
    expect((await store.open('affine.mine', { ...of, options: { dims: 3 } })).card.preset).toBe('wide');
  });

  test('are not replaced unless that is asked for', async () => {
    await importWeights(registry, await request());
    await expect(importWeights(registry, await request())).rejects.toThrow(/--force/);
    await importWeights(registry, await request({ force: true, licence: 'CC0-1.0' }));
    expect((await findWeights(places(), 'affine.mine')).card.licence).toBe('CC0-1.0');
  });

  test.each([
    [{ architecture: 'vgg' }, /called "vgg"\. Known: affine/],
    [{ preset: 'narrow' }, /no preset "narrow"/],
    [{ tag: '../x' }, /tag/],
    [{ file: '/nowhere/x.pth' }, /cannot be read/],
  ])('refuses %j', async (changes, why) => {
    await expect(importWeights(registry, await request(changes))).rejects.toThrow(why);
    expect((await listWeights(places())).weights).toEqual([]);
  });

  test('refuses values that are no numbers, and leaves no card', async () => {
    await expect(importWeights(registry, await request({ file: await checkpoint(2, Number.NaN) }))).rejects.toThrow(
      /NaN/,
    );
    await expect(findWeights(places(), 'affine.mine')).rejects.toThrow(/Known: none/);
  });
});

describe('a damaged file', () => {
  test('is refused where it is loaded, and found by verification', async () => {
    await importWeights(registry, await request());
    const found = await findWeights(places(), 'affine.mine');
    expect(await verifyWeights(registry, found)).toEqual({ tag: 'affine.mine', folder: found.folder });
    const path = join(found.folder, 'weights.safetensors');
    const bytes = await readFile(path);
    bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) ^ 1;
    await writeFile(path, bytes);
    const stored = await createWeightsStore(places()).open('affine.mine', of);
    await expect(stored.load()).rejects.toThrow(/not the file of its card/);
    expect((await verifyWeights(registry, found)).problem).toMatch(/not the file of its card/);
  });

  test('with a broken card is told apart from the others', async () => {
    await importWeights(registry, await request());
    await importWeights(registry, await request({ tag: 'affine.other' }));
    await writeFile(join(folder, 'weights/affine.mine/card.json'), '{}');
    const { weights, unusable } = await listWeights(places());
    expect(weights.map(({ card }) => card.tag)).toEqual(['affine.other']);
    expect(unusable[0]?.problem).toMatch(/card\.json" is not a card/);
  });

  test('that is missing is reported', async () => {
    await importWeights(registry, await request());
    await rm(join(folder, 'weights/affine.mine/weights.safetensors'));
    const found = await findWeights(places(), 'affine.mine');
    expect(found.bytes).toBeUndefined();
    expect((await verifyWeights(registry, found)).problem).toMatch(/cannot be read/);
  });
});
