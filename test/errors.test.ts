import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { errorCodes } from '@sid/core';
import { expect, test } from 'vitest';

test('docs/reference/errors.md lists the codes of the table, with their meaning', () => {
  const page = readFileSync(join(import.meta.dirname, '../docs/reference/errors.md'), 'utf8');
  const listed = [...page.matchAll(/^## (SID_\w+)\n\n(.+)$/gm)].map(([, code, meaning]) => [code, meaning]);
  expect(Object.fromEntries(listed)).toEqual(errorCodes);
});
