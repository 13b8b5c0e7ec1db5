import { readFileSync } from 'node:fs';
import { load } from 'js-yaml';
import { expect, it } from 'vitest';
import { defaultConfig } from './default-config.ts';

it('is what configs/compare/default.yaml says', () => {
  const file = new URL('../../../configs/compare/default.yaml', import.meta.url);
  expect(load(readFileSync(file, 'utf8'))).toEqual(defaultConfig);
});
