import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ComputeBackend, Encoder, GraphRuntime, Matrix } from '@sid/core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { onnxCpu } from '../cpu.ts';
import { message, modelBytes, node, number, port, text } from '../onnx-bytes.ts';
import { parseOnnxCard } from './card.ts';
import { onnx } from './onnx.ts';

const bins = 2;
const frames = 3;
const window = (...data: readonly number[]): Matrix => ({ rows: bins, cols: frames, data: Float32Array.from(data) });
const [a, b, c] = [window(1, 2, 3, 4, 5, 6), window(0, -1, 0, 2, 0, 2), window(7, 0, 0, 0, 0, 1)];

/** Each window in the order in which the model sees it, as one vector. */
const flatten = (shape: readonly (number | string)[]): Uint8Array =>
  modelBytes({
    nodes: [node('Flatten', ['pcm'], ['vector'])],
    inputs: [port('pcm', shape)],
    outputs: [port('vector', ['n', 6])],
  });

/** The windows as they come. */
const identity = modelBytes({
  nodes: [node('Identity', ['x'], ['y'])],
  inputs: [port('x', ['n', bins, frames])],
  outputs: [port('y', ['n', bins, frames])],
});

let folder: string;
let backend: ComputeBackend<GraphRuntime>;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sid-onnx-'));
  backend = (await onnxCpu.create(onnxCpu.options.parse({ threads: 1 }), {})) as ComputeBackend<GraphRuntime>;
});
afterAll(async () => {
  await backend[Symbol.asyncDispose]();
  await rm(folder, { recursive: true });
});

const plain = {
  schema: 'sid.onnx/1',
  name: 'test',
  model: 'model.onnx',
  features: { bins, sampleRate: 16000, framesPerSecond: 31.25 },
  window: { frames, hopFrames: 1 },
  input: { layout: 'NFT' },
  output: { dims: 6 },
};

const open = async (model: Uint8Array, card: object, file = 'card.yaml'): Promise<Encoder> => {
  await writeFile(join(folder, 'model.onnx'), model);
  await writeFile(join(folder, file), JSON.stringify({ ...plain, ...card }));
  return onnx.create(onnx.options.parse({ card: file }), { onnx: backend, baseFolder: folder });
};

const unit = (values: readonly number[]): number[] => values.map((x) => x / Math.hypot(...values));
const rowsOf = ({ rows, cols, data }: Matrix): number[][] =>
  Array.from({ length: rows }, (_, i) => [...data.subarray(i * cols, (i + 1) * cols)]);
const close = (expected: readonly number[]): unknown[] => expected.map((x) => expect.closeTo(x, 6));

describe('the onnx encoder', () => {
  test.each([
    ['NFT', ['n', 2, 3], [1, 2, 3, 4, 5, 6]],
    ['NTF', ['n', 3, 2], [1, 4, 2, 5, 3, 6]],
    ['NCHW', ['n', 1, 2, 3], [1, 2, 3, 4, 5, 6]],
    ['NHWC', ['n', 2, 3, 1], [1, 2, 3, 4, 5, 6]],
    ['NCTF', ['n', 1, 3, 2], [1, 4, 2, 5, 3, 6]],
    ['NTCF', ['n', 3, 1, 2], [1, 4, 2, 5, 3, 6]],
  ])('gives windows in the layout %s, and unit rows back', async (layout, shape, order) => {
    await using encoder = await open(flatten(shape), { input: { layout } });
    expect(encoder).toMatchObject({ dims: 6, windowFrames: 3, hopFrames: 1, untrained: false });
    const rows = rowsOf(await encoder.encode([a, b]));
    expect(rows[0]).toEqual(close(unit(order)));
    expect(rows).toHaveLength(2);
    expect(await encoder.encode([])).toMatchObject({ rows: 0, cols: 6 });
  });

  test.each([
    ['max', [1 / 6, 2 / 6, 3 / 6, 4 / 6, 5 / 6, 1]],
    ['min-max', [0, 0.2, 0.4, 0.6, 0.8, 1]],
    ['standardise', [-5, -3, -1, 1, 3, 5].map((x) => x / Math.sqrt(35 / 3))],
    [{ mean: 1, deviation: 2 }, [0, 0.5, 1, 1.5, 2, 2.5]],
    [{ mean: [1, 4], deviation: [1, 2] }, [0, 1, 2, 0, 0.5, 1]],
  ])('normalises windows by %j', async (normalise, expected) => {
    const output = { dims: 6, unit: true };
    await using encoder = await open(flatten(['n', 2, 3]), { input: { layout: 'NFT', normalise }, output });
    expect(rowsOf(await encoder.encode([a]))[0]).toEqual(close(expected));
  });

  test('averages over time where the model gives several vectors', async () => {
    await using late = await open(identity, { output: { dims: 2, layout: 'NDT', unit: true } });
    expect(rowsOf(await late.encode([a, b]))).toEqual([
      [2, 5],
      [close([-1 / 3])[0], close([4 / 3])[0]],
    ]);
    await using early = await open(identity, { output: { dims: 3, layout: 'NTD', unit: true } });
    expect(rowsOf(await early.encode([a]))).toEqual([[2.5, 3.5, 4.5]]);
  });

  test('fills a fixed batch and cuts it again', async () => {
    await using encoder = await open(flatten([2, 2, 3]), { input: { layout: 'NFT', batch: 2 } });
    const rows = rowsOf(await encoder.encode([a, b, c]));
    expect(rows).toEqual([a, b, c].map(({ data }) => close(unit([...data]))));
  });

  test('takes a silent window for one that is near nothing', async () => {
    await using encoder = await open(flatten(['n', 2, 3]), { input: { layout: 'NFT', normalise: 'min-max' } });
    expect(rowsOf(await encoder.encode([window(5, 5, 5, 5, 5, 5)]))).toEqual([[0, 0, 0, 0, 0, 0]]);
  });

  test('says which features do not fit', async () => {
    await using encoder = await open(identity, {});
    const spec = { bins, sampleRate: 16000, framesPerSecond: 31.25 };
    expect(encoder.accepts(spec)).toBe(true);
    expect(encoder.accepts({ ...spec, bins: 84 })).toMatch(/bins 2, and the frontend gives 84/);
    expect(encoder.accepts({ ...spec, sampleRate: 22050 })).toMatch(/sampleRate/);
    expect(encoder.accepts({ ...spec, framesPerSecond: 50 })).toMatch(/framesPerSecond/);
  });

  test('has another identity for another model, and the same for the same', async () => {
    const identityOf = async (model: Uint8Array, card = {}) => (await open(model, card)).identity;
    expect(await identityOf(identity)).toEqual(await identityOf(identity, { licence: 'MIT' }));
    expect(await identityOf(identity)).not.toEqual(await identityOf(flatten(['n', 2, 3])));
    expect(await identityOf(identity)).not.toEqual(
      await identityOf(identity, { input: { layout: 'NFT', normalise: 'max' } }),
    );
    const digest = createHash('sha256').update(identity).digest('hex');
    expect(await identityOf(identity, { digest })).toMatchObject({ model: digest });
    await expect(open(identity, { digest: 'a'.repeat(64) })).rejects.toThrow(/not the model of its card/);
  });

  test('says what is wrong with an output, an input or a file', async () => {
    await using small = await open(identity, { output: { dims: 5 } });
    await expect(small.encode([a])).rejects.toThrow(/shape \[1, 2, 3\] for 1 windows, which is not ND with 5/);
    await using names = await open(identity, { input: { layout: 'NFT', name: 'z' } });
    await expect(names.encode([a])).rejects.toThrow(/no input "z"\. Known: x/);
    await using axes = await open(flatten(['n', 3, 2]), {});
    await expect(axes.encode([a])).rejects.toMatchObject({ code: 'SID_MODEL_INVALID' });
    await expect(open(identity, { model: 'none.onnx' })).rejects.toThrow(/none\.onnx" cannot be read/);
  });
});

describe('a card', () => {
  test('may be YAML', () => {
    const card = parseOnnxCard(
      'schema: sid.onnx/1\nname: x\nmodel: x.onnx\nfeatures: { bins: 2 }\nwindow: { frames: 3, hopFrames: 1 }\ninput: { layout: NHWC }\noutput: { dims: 4 }\n',
      'x.yaml',
    );
    expect(card.input).toEqual({ layout: 'NFTC', normalise: 'none' });
    expect(card).toMatchObject({ trained: true, output: { dims: 4, layout: 'ND', unit: false } });
  });

  test.each([
    [{ input: { layout: 'NF' } }, /layout/],
    [{ input: { layout: 'NFFT' } }, /layout/],
    [{ input: { layout: 'FTN' } }, /layout/],
    [{ input: { layout: 'NFT', normalise: { mean: [1, 2, 3], deviation: 1 } } }, /mean has 3 numbers for 2 bins/],
    [{ colour: 1 }, /colour/],
    [{ window: { frames: 0, hopFrames: 1 } }, /frames/],
  ])('refuses %j', (wrong, why) => {
    expect(() => parseOnnxCard(JSON.stringify({ ...plain, ...wrong }), 'x.json')).toThrow(why);
  });

  test('refuses what is no YAML', () => {
    expect(() => parseOnnxCard('a: [', 'x.yaml')).toThrow(/neither YAML nor JSON/);
  });
});

test('weights of a model stay where they belong: a matrix in code, multiplied', async () => {
  // y = flatten(x)·W with W = [6, 1], all ones: the sum of the window.
  const values = new Uint8Array(new Float32Array(6).fill(1).buffer);
  const matrix = [...number(1, 6), ...number(1, 1), ...number(2, 1), ...text(8, 'W'), ...message(9, [...values])];
  const model = modelBytes({
    nodes: [node('Flatten', ['x'], ['f']), node('MatMul', ['f', 'W'], ['y'])],
    inputs: [port('x', ['n', 2, 3])],
    outputs: [port('y', ['n', 1])],
    initializers: [matrix],
  });
  await using encoder = await open(model, { output: { dims: 1, unit: true } });
  expect(rowsOf(await encoder.encode([a, b, c]))).toEqual([[21], [3], [8]]);
});
