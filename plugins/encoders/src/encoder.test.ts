import type { Encoder, Matrix, WeightsStore } from '@sid/core';
import { createRandom } from '@sid/core';
import { countParameters, initialWeights, type Parameter } from '@sid/nn';
import { describe, expect, test } from 'vitest';
import { crossAttention } from './cross-attention/network.ts';
import { crossAttentionPresets } from './cross-attention/options.ts';
import plugin from './index.ts';
import { onnx } from './onnx.test.fixture.ts';

const noWeights: WeightsStore = {
  open: async () => {
    throw new Error('not asked for');
  },
};

const component = (name: string) => plugin.components.find((each) => each.name === name) ?? expect.fail(name);
const presetsOf = (name: string) =>
  Object.entries(component(name).presets).map(([preset, options]) => ({ name, preset, options }));
const all = plugin.components.flatMap(({ name }) => presetsOf(name));

const windowOf = (rows: number, cols: number, key: string): Matrix => {
  const random = createRandom(key);
  return { rows, cols, data: Float32Array.from({ length: rows * cols }, () => random.normal()) };
};

test.each([
  ['resnet-ibn', 'riou-2025', 198_899_729],
  ['resnet-ibn', 'cheston-2025', 32_767_425],
  ['gnn', 'bhattacharjee-2025', 20_218_888],
  ['gnn', 'bhattacharjee-2025-published', 20_218_888],
  ['siamese-resnet18', 'erdos-2024', 11_235_904],
])('%s %s has %i parameters', (name, preset, expected) => {
  const { options, presets, layout } = component(name);
  expect(countParameters(layout?.(options.parse(presets[preset])).tensors ?? [])).toBe(expected);
});

test('without its graph blocks the published gnn has the 5,768,328 parameters that act', () => {
  const { options, presets, layout } = component('gnn');
  const acting = { ...(presets['bhattacharjee-2025'] as object), blocks: [0, 0, 0, 0] };
  expect(countParameters(layout?.(options.parse(acting)).tensors ?? [])).toBe(5_768_328);
});

test('the re-ranker has 1,116,417 parameters', () => {
  expect(countParameters(crossAttention(crossAttentionPresets['bhattacharjee-2025']).parameters)).toBe(1_116_417);
});

test.each(all)(
  '$name $preset: every option is said to be what it is, every tensor has its own name',
  ({ name, options }) => {
    const { options: schema, layout } = component(name);
    expect(schema.parse(options)).toEqual(options);
    const names = layout?.(schema.parse(options)).tensors.map((tensor) => tensor.name) ?? [];
    expect(new Set(names).size).toBe(names.length);
  },
);

describe.each(['resnet-ibn', 'gnn', 'siamese-resnet18'])('%s tiny', (name) => {
  const { options: schema, presets, create } = component(name);
  const options = schema.parse(presets.tiny) as { readonly bins: number; readonly frames: number };
  const windows = ['a', 'b'].map((key) => windowOf(options.bins, options.frames, key));

  test('untrained, gives unit rows that depend on the seed', async () => {
    const encoders = (await Promise.all(
      [1, 1, 2].map((seed) => create(options, { onnx, weights: noWeights, seed })),
    )) as Encoder[];
    const [first, again, other] = await Promise.all(encoders.map((encoder) => encoder.encode(windows)));
    expect(first?.rows).toBe(2);
    expect(first).toEqual(again);
    expect(first).not.toEqual(other);
    for (const row of [0, 1]) {
      const values = first?.data.subarray(row * (first?.cols ?? 0), (row + 1) * (first?.cols ?? 0)) ?? [];
      expect(Array.from(values).reduce((sum, v) => sum + v * v, 0)).toBeCloseTo(1, 5);
    }
    expect(encoders.map((encoder) => encoder.untrained)).toEqual([true, true, true]);
    expect(encoders[0]?.identity).toEqual(encoders[1]?.identity);
    expect(encoders[0]?.identity).not.toEqual(encoders[2]?.identity);
    const wider = (await create({ ...options, dims: 7 }, { onnx, weights: noWeights, seed: 1 })) as Encoder;
    expect(wider.identity).not.toEqual(encoders[0]?.identity);
    for (const encoder of encoders) await encoder[Symbol.asyncDispose]();
  });

  test('says which features fit', async () => {
    const encoder = (await create(options, { onnx, weights: noWeights, seed: 1 })) as Encoder;
    const spec = { sampleRate: 16_000, framesPerSecond: 50 };
    expect(encoder.accepts({ ...spec, bins: options.bins })).toBe(true);
    expect(encoder.accepts({ ...spec, bins: 7 })).toContain(`takes ${options.bins} bins`);
    const features = { sampleRate: 22_050, framesPerSecond: 50 };
    const stated = (await create({ ...options, features }, { onnx, weights: noWeights, seed: 1 })) as Encoder;
    expect(stated.accepts({ ...features, bins: options.bins })).toBe(true);
    expect(stated.accepts({ ...spec, bins: options.bins })).toMatch(/takes 22050 Hz, and the frontend gives 16000 Hz/);
    const slower = { ...features, framesPerSecond: 40, bins: options.bins };
    expect(stated.accepts(slower)).toMatch(/takes 50 frames per second, and the frontend gives 40/);
    await expect(encoder.encode([windowOf(options.bins, 3, 'c')])).rejects.toThrow('windows of');
    expect((await encoder.encode([])).rows).toBe(0);
  });

  test('takes weights by their tag', async () => {
    const tensors = component(name).layout?.(options).tensors as readonly Parameter[];
    const asked: unknown[] = [];
    const store: WeightsStore = {
      open: async (tag, of) => {
        asked.push(tag, of);
        return { card: { digest: 'd' }, load: async () => initialWeights(tensors, 5) } as never;
      },
    };
    const trained = (await create({ ...options, weights: 'mine' }, { onnx, weights: store, seed: 1 })) as Encoder;
    const same = (await create(options, { onnx, weights: noWeights, seed: 5 })) as Encoder;
    expect(asked).toEqual(['mine', { architecture: name, options }]);
    expect(trained.untrained).toBe(false);
    expect(await trained.encode(windows)).toEqual(await same.encode(windows));
  });
});

test.each(['sorted', 'dglHeap'])('gnn, %s: a silent window has no direction, and disturbs no other', async (order) => {
  const { options: schema, presets, create } = component('gnn');
  const options = { ...(schema.parse(presets.tiny) as object), order };
  const encoder = (await create(options, { onnx, weights: noWeights, seed: 1 })) as Encoder;
  const silence = { rows: 64, cols: 128, data: new Float32Array(64 * 128).fill(-100) };
  const sound = windowOf(64, 128, 'a');
  const { data } = await encoder.encode([silence, sound]);
  expect([...data.subarray(0, 64)].every((value) => value === 0)).toBe(true);
  const alone = await encoder.encode([sound]);
  expect(Math.max(...alone.data.map((value, i) => Math.abs(value - (data[64 + i] ?? Number.NaN))))).toBeLessThan(1e-5);
  await encoder[Symbol.asyncDispose]();
});
