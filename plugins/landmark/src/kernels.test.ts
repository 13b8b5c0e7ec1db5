import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { kernelsDigest } from './kernels.ts';

it('was built from its source as it stands (else: npm run kernels -w @sid/plugin-landmark)', () => {
  const source = readFileSync(new URL('../kernels/kernels.as', import.meta.url));
  expect(createHash('sha256').update(source).digest('hex')).toBe(kernelsDigest);
});
