import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { infer } from '@sid/nn';
import * as tf from '@tensorflow/tfjs';
import '@tensorflow/tfjs-backend-wasm';
import { beforeAll, describe, expect, test } from 'vitest';
import { type Case, thin } from './cases.test.fixture.ts';
import { deviation, type Golden, goldenWeights } from './golden.test.fixture.ts';

const root = join(import.meta.dirname, '../../..');
// Pictures of sounds made with other programs lie beside the checkout, where there is one.
const shared = join(root, '../shared/data/encoder-reference');

type RealGolden = Golden & {
  readonly inputs: {
    readonly real: {
      readonly file: string;
      readonly shape: readonly [number, number];
      readonly firstValues: readonly number[];
    };
  };
  readonly embedding: { readonly real: readonly number[] };
};

interface Picture {
  readonly rows: number;
  readonly columns: number;
  readonly at: (row: number, column: number) => number;
}

/** A `.npy` file: rows, columns, and for complex numbers their two parts, of which the magnitude is taken. */
const readPicture = (file: string): Picture => {
  const bytes = readFileSync(file);
  const length = bytes.readUInt16LE(8);
  const header = bytes.subarray(10, 10 + length).toString('latin1');
  const [, rows, columns, parts] =
    /'descr': '<f4'.*'shape': \((\d+), (\d+)(, 2)?\)/.exec(header) ?? expect.fail(header);
  const content = bytes.subarray(10 + length);
  return {
    rows: Number(rows),
    columns: Number(columns),
    at: (row, column) => {
      const i = row * Number(columns) + column;
      if (parts === undefined) return content.readFloatLE(4 * i);
      return Math.hypot(content.readFloatLE(8 * i), content.readFloatLE(8 * i + 4));
    },
  };
};

const map = (rows: number, columns: number, f: (row: number, column: number) => number): Float32Array =>
  Float32Array.from({ length: rows * columns }, (_, i) => f(Math.floor(i / columns), i % columns));

const largest = (rows: number, columns: number, f: (row: number, column: number) => number): number => {
  let most = Number.NEGATIVE_INFINITY;
  for (let r = 0; r < rows; r++) for (let c = 0; c < columns; c++) most = Math.max(most, f(r, c));
  return most;
};

const decibels = (power: number): number => 10 * Math.log10(Math.max(power, 1e-10));

/** The derivations that the reference gives in words. */
const derive: Readonly<Record<string, (picture: Picture, rows: number, columns: number) => Float32Array>> = {
  'resnet18-w8': ({ at }, rows, columns) => {
    const level = (r: number, c: number) => decibels(at(r, c));
    const top = largest(rows, columns, level);
    return map(rows, columns, (r, c) => Math.max(level(r, c) - top, -80));
  },
  'resnet-ibn-baseline-w8': ({ at }, rows, columns) => map(rows, columns, at),
  'resnet-ibn-riou-w8': ({ at }, rows, columns) => {
    const cropped = (r: number, c: number) => at(r + 18, c);
    const top = largest(rows, columns, cropped);
    return map(rows, columns, (r, c) => (Math.log(cropped(r, c) / top + 1e-12) + 4.532) / 1.023);
  },
  'gnn-w8': ({ at }, rows, columns) => map(rows, columns, (r, c) => decibels((at(2 * r, c) + at(2 * r + 1, c)) / 2)),
};

beforeAll(async () => {
  await tf.setBackend('wasm');
});

describe.skipIf(!existsSync(shared))('embeddings of sounds', () => {
  test.each(thin)('$file', ({ file, network, tolerance }: Case) => {
    const golden = JSON.parse(readFileSync(join(root, 'test/golden/encoders', `${file}.json`), 'utf8')) as RealGolden;
    const { real } = golden.inputs;
    const [rows, columns] = real.shape;
    const input = derive[file]?.(readPicture(join(shared, real.file)), rows, columns) ?? expect.fail(file);
    expect(deviation(input.slice(0, real.firstValues.length), real.firstValues)).toBeLessThan(1e-6);
    tf.tidy(() => {
      const [embedding] = infer(network, goldenWeights(golden.parameters), [tf.tensor3d(input, [1, rows, columns])]);
      expect(deviation(embedding?.dataSync() ?? [], golden.embedding.real)).toBeLessThan(tolerance);
    });
  });
});
