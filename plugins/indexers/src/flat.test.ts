import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { checkIndexer, clusteredVectors, rowsOf } from '@sid/testkit';
import { describe, expect, it } from 'vitest';
import { flat } from './flat.ts';
import { createFlatIndex } from './flat-index.ts';
import { kernelsDigest } from './kernels.ts';
import { openProduct } from './product.ts';

const silent = { debug: () => undefined, info: () => undefined, warn: () => undefined };
const given = { logger: silent };

describe('with onnxruntime', () => checkIndexer(flat, { given, size: 800, options: { compute: 'onnx', threads: 1 } }));
describe('with WebAssembly', () => checkIndexer(flat, { given, size: 800, options: { compute: 'wasm' } }));

describe('flat', () => {
  const all = clusteredVectors('spread', 40, 60, 100);

  it('gives the same scores to the last bit whatever multiplies, and however many ask', async () => {
    const { vectors: asked } = clusteredVectors('asked', 40, 3, 100);
    const answers = [];
    for (const compute of ['onnx', 'wasm'] as const) {
      const index = createFlatIndex(40, await openProduct({ compute, threads: 1 }, silent), 2 ** 30);
      await index.add(all.vectors, all.spans);
      answers.push(await index.search(asked, 20));
      answers.push((await Promise.all([0, 1, 2].map(async (i) => index.search(slice(asked, i), 20)))).flat());
    }
    const [first, ...others] = answers;
    expect(others[0]?.slice(0, 3)).toEqual(first?.slice(0, 3));
    expect(others[1]).toEqual(first);
    expect(others[2]).toEqual(others[0]);
  });

  it('answers the same from many small blocks as from one, also after removal across their borders', async () => {
    const product = await openProduct({ compute: 'wasm' }, silent);
    const one = createFlatIndex(40, product, 2 ** 30);
    // Room for 679 vectors each.
    const many = createFlatIndex(40, product, 2 ** 17);
    const { vectors: asked } = clusteredVectors('asked', 40, 1, 7);
    for (const index of [one, many]) {
      for (let from = 0; from < 6000; from += 1500) {
        const { vectors, spans } = rowsOf(all, from, from + 1500);
        await index.add(vectors, spans);
      }
    }
    expect(await many.search(asked, 500)).toEqual(await one.search(asked, 500));
    for (const track of ['track-1', 'track-8', 'track-30', 'track-31', 'track-59', 'track-0']) {
      expect(await many.remove(track)).toBe(await one.remove(track));
      expect(await many.search(asked, 500)).toEqual(await one.search(asked, 500));
    }
    expect(await many.search(asked, 6000)).toEqual(await one.search(asked, 6000));
  });

  it('saves the same bytes whatever the order of tracks', async () => {
    const product = await openProduct({ compute: 'wasm' }, silent);
    const bytes = [];
    for (const order of [
      [0, 1, 2, 3],
      [3, 0, 2, 1],
    ]) {
      const index = createFlatIndex(40, product, 2 ** 30);
      for (const track of order) {
        const { vectors, spans } = rowsOf(all, 100 * track, 100 * track + 100);
        await index.add(vectors, spans);
      }
      const digest = createHash('sha256');
      for await (const chunk of index.save()) digest.update(chunk);
      bytes.push(digest.digest('hex'));
    }
    expect(bytes[0]).toBe(bytes[1]);
  });

  it('falls back to WebAssembly only where it may', async () => {
    expect((await openProduct({ compute: 'auto', threads: 1 }, silent)).name).toBe('onnx');
    expect((await openProduct({ compute: 'wasm' }, silent)).name).toBe('wasm');
  });

  it('kernels were compiled from their source', () => {
    const source = readFileSync(new URL('../kernels/kernels.as', import.meta.url));
    expect(createHash('sha256').update(source).digest('hex')).toBe(kernelsDigest);
  });
});

const slice = ({ cols, data }: { readonly cols: number; readonly data: Float32Array }, i: number) => ({
  rows: 1,
  cols,
  data: data.slice(i * cols, (i + 1) * cols),
});
