import { readdirSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Kind } from '@sid/core';
import {
  openTrainingWorkspace,
  openWorkspace,
  silentLogger,
  silentProgress,
  type TrainingWorkspace,
} from '@sid/runtime';
import { describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));
const folder = join(root, 'configs/train');
const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.yaml'));

const origin = {
  cwd: root,
  fallback: { config: { dataset: 'artificial', methods: {} }, folder: join(root, 'packages/cli') },
};
const hooks = { logger: silentLogger, progress: silentProgress, signal: new AbortController().signal };

interface Use {
  readonly use: string;
  readonly preset?: string | undefined;
  readonly with?: Readonly<Record<string, unknown>> | undefined;
}

/** Options after preset and defaults, without the weights. */
const optionsOf = ({ registry }: Pick<TrainingWorkspace, 'registry'>, kind: Kind, use: Use): unknown => {
  const { component } = registry.find(kind, use.use);
  expect(Object.keys(component.presets)).toEqual(expect.arrayContaining(use.preset === undefined ? [] : [use.preset]));
  const preset = use.preset === undefined ? {} : component.presets[use.preset];
  const { weights: _, ...rest } = component.options.parse({ ...(preset as object), ...use.with }) as {
    weights?: string;
  };
  return rest;
};

describe.each(files)('configs/train/%s', (name) => {
  it('names components, presets and options that there are', async () => {
    await using workspace = await openTrainingWorkspace({ ...origin, config: join(folder, name) }, hooks);
    const { frontend, encoder, loss, pairing, reranker, songs } = workspace.config;
    for (const [kind, use] of Object.entries({ frontend, encoder, loss, pairing, reranker }))
      if (use !== undefined) expect(optionsOf(workspace, kind as Kind, use)).toBeTypeOf('object');
    for (const use of songs) expect(optionsOf(workspace, 'songs', use)).toBeTypeOf('object');
  });
});

describe.each(['all-methods.yaml', 'riou-table-1.yaml'])('configs/compare/%s', (name) => {
  const file = join(root, 'configs/compare', name);

  it('asks for the weights that its training configurations make, with the same frontend and encoder', async () => {
    await using workspace = await openWorkspace({ ...origin, config: file }, hooks);
    const asking = Object.values(workspace.config.methods).filter(({ train }) => train !== undefined);
    expect(asking.length).toBeGreaterThan(4);
    for (const method of asking) {
      const configs = [method.train ?? []].flat().map((path) => resolve(dirname(file), path));
      for (const [i, kind] of (['encoder', 'reranker'] as const).entries()) {
        const [path, use, frontend] = [configs[i], method[kind], method.frontend];
        if (path === undefined || use === undefined || frontend === undefined) continue;
        await using training = await openTrainingWorkspace({ ...origin, config: path }, hooks);
        const { config } = training;
        expect(use.with?.weights).toBe(config.tag);
        expect(optionsOf(workspace, kind, use)).toEqual(optionsOf(training, kind, config[kind] ?? { use: '' }));
        expect(optionsOf(workspace, 'frontend', frontend)).toEqual(optionsOf(training, 'frontend', config.frontend));
      }
    }
  });
});
