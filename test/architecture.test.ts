import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';

/** Who may import whom, and what else from outside may be reached (docs/explanation/architecture.md). */
const rules: Readonly<Record<string, { readonly ours: readonly string[]; readonly node: boolean }>> = {
  'packages/core': { ours: [], node: false },
  'packages/dsp': { ours: ['@sid/core'], node: false },
  'packages/eval': { ours: ['@sid/core'], node: false },
  'packages/effects': { ours: ['@sid/core', '@sid/dsp'], node: true },
  'packages/nn': { ours: ['@sid/core'], node: false },
  'packages/weights': { ours: ['@sid/core'], node: false },
  'packages/testkit': { ours: ['@sid/core', '@sid/nn'], node: true },
  'packages/runtime': { ours: ['@sid/core', '@sid/dsp', '@sid/eval', '@sid/nn', '@sid/weights'], node: true },
  'packages/cli': {
    ours: ['@sid/core', '@sid/eval', '@sid/runtime', '@sid/plugin-reporters'],
    node: true,
  },
  'plugins/artificial': { ours: ['@sid/core', '@sid/dsp', '@sid/effects'], node: true },
  'plugins/backend-onnx': { ours: ['@sid/core'], node: true },
  'plugins/backend-tfjs': { ours: ['@sid/core'], node: true },
  'plugins/datasets': { ours: ['@sid/core'], node: true },
  'plugins/encoders': { ours: ['@sid/core', '@sid/nn'], node: false },
  'plugins/frontends': { ours: ['@sid/core', '@sid/dsp'], node: false },
  'plugins/indexers': { ours: ['@sid/core'], node: false },
  'plugins/landmark': { ours: ['@sid/core', '@sid/dsp'], node: false },
  'plugins/losses': { ours: ['@sid/core', '@sid/nn'], node: false },
  'plugins/pairings': { ours: ['@sid/core', '@sid/dsp', '@sid/effects'], node: true },
  'plugins/reporters': { ours: ['@sid/core', '@sid/eval'], node: false },
};

const root = join(import.meta.dirname, '..');
const folders = ['packages', 'plugins'].flatMap((top) => readdirSync(join(root, top)).map((name) => `${top}/${name}`));

const sources = (folder: string): readonly string[] =>
  readdirSync(join(root, folder, 'src'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && !/\.test\.(fixture\.)?ts$/.test(name))
    .map((name) => `${folder}/src/${name}`);

const imports = (file: string): readonly string[] =>
  [...readFileSync(join(root, file), 'utf8').matchAll(/(?:from|import)\s*\(?\s*'([^']+)'/g)].flatMap(([, name]) =>
    name === undefined ? [] : [name],
  );

test('every package has its rule', () => {
  expect(new Set(folders)).toEqual(new Set(Object.keys(rules)));
});

describe.each(Object.entries(rules))('%s', (folder, { ours, node }) => {
  const files = sources(folder);

  test('has sources', () => {
    expect(files.length).toBeGreaterThan(0);
  });

  test('imports only what its place allows', () => {
    const wrong = files.flatMap((file) =>
      imports(file)
        .filter((name) => name.startsWith('@sid/') && !ours.includes(name))
        .map((name) => `${file} imports ${name}`),
    );
    expect(wrong).toEqual([]);
  });

  test('reaches the system only where allowed', () => {
    const wrong = node ? [] : files.filter((file) => imports(file).some((name) => name.startsWith('node:')));
    expect(wrong).toEqual([]);
  });

  test('leaves the container to the runtime', () => {
    const users = files.filter((file) => imports(file).includes('inversify'));
    expect(users).toEqual(folder === 'packages/runtime' ? ['packages/runtime/src/wiring.ts'] : []);
  });

  test('declares every package of ours that it imports', () => {
    const manifest = JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8')) as {
      readonly dependencies?: Readonly<Record<string, string>>;
    };
    const declared = Object.keys(manifest.dependencies ?? {});
    const missing = new Set(
      files.flatMap(imports).filter((name) => name.startsWith('@sid/') && !declared.includes(name)),
    );
    expect([...missing]).toEqual([]);
  });
});
