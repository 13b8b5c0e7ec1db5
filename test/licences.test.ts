import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

interface Locked {
  readonly packages: Readonly<
    Record<string, { readonly license?: string; readonly link?: boolean; readonly dev?: boolean }>
  >;
}

test('no dependency is under a copyleft licence', () => {
  const lock = JSON.parse(readFileSync(join(import.meta.dirname, '../package-lock.json'), 'utf8')) as Locked;
  const foreign = Object.entries(lock.packages).filter(([path, { link }]) => path.includes('node_modules/') && !link);
  expect(foreign.length).toBeGreaterThan(50);
  const copyleft = foreign.filter(([, { license }]) => /GPL/i.test(license ?? ''));
  expect(copyleft.map(([path, { license }]) => `${path}: ${license}`)).toEqual([]);
});
