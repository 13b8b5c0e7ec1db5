import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { kernelsDigest } from './kernels.ts';

it('was built from its sources as they stand (else: npm run kernels -w @sid/dsp)', () => {
  const digest = createHash('sha256');
  for (const name of ['features', 'kernels'])
    digest.update(readFileSync(new URL(`../kernels/${name}.as`, import.meta.url)));
  expect(digest.digest('hex')).toBe(kernelsDigest);
});
