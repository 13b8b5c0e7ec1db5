import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { kernelsDigest } from '../kernels.ts';

it('were built from their sources as they stand (else: npm run kernels -w @sid/nn)', () => {
  const folder = new URL('../../kernels/', import.meta.url);
  const digest = createHash('sha256');
  for (const name of readdirSync(folder).sort()) digest.update(readFileSync(new URL(name, folder)));
  expect(digest.digest('hex')).toBe(kernelsDigest);
});
