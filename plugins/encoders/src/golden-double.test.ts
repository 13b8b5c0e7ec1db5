import './double.test.fixture.ts';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, test } from 'vitest';
import { thin } from './cases.test.fixture.ts';
import { checkInference, checkTraining } from './check.test.fixture.ts';
import type { Golden } from './golden.test.fixture.ts';

const folder = join(import.meta.dirname, '../../../test/golden/encoders');

beforeAll(async () => {
  await tf.setBackend('cpu');
});

// The others take minutes this way: SID_FULL=1.
describe.each(thin.filter(({ file }) => file === 'gnn-w8' || process.env.SID_FULL === '1'))('$file', (each) => {
  const golden = JSON.parse(readFileSync(join(folder, `${each.file}.json`), 'utf8')) as Golden;

  test('computes in double precision', () => {
    expect(tf.tensor1d([1 / 3]).dataSync()[0]).toBe(1 / 3);
  });

  test('gives the activations and embeddings of the reference', { timeout: 600_000 }, () => {
    checkInference(golden, each.network, 5e-7);
  });

  test.skipIf(each.ties)('gives the gradients and running statistics of the reference', { timeout: 600_000 }, () => {
    checkTraining(golden, each.network, { value: 5e-7, gradient: 1e-6 });
  });
});
