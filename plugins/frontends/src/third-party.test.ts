import { readFileSync } from 'node:fs';
import type { Component } from '@sid/core';
import { checkFrontend } from '@sid/testkit';
import { expect, it } from 'vitest';
import plugin from './third-party.test.fixture.ts';

const read = (path: string): string => readFileSync(new URL(path, import.meta.url), 'utf8');

for (const component of plugin.components)
  checkFrontend(component as Component<'frontend'>, { title: 'of a third party', gain: 'linear' });

it('is the example of the reference page', () => {
  expect(read('../../../docs/reference/frontends.md')).toContain(read('third-party.test.fixture.ts'));
});
