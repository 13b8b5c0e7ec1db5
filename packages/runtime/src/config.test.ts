import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { loadConfig, override, parseConfig } from './config.ts';

const minimal = { dataset: 'artificial', methods: { landmark: { retriever: 'landmark' } } };

const folderWith = async (files: Readonly<Record<string, string>>): Promise<string> => {
  const folder = await mkdtemp(join(tmpdir(), 'sid-config-'));
  for (const [name, content] of Object.entries(files)) await writeFile(join(folder, name), content);
  return folder;
};

test('a component may be named alone', () => {
  expect(parseConfig(minimal, 'x')).toMatchObject({
    dataset: { use: 'artificial' },
    methods: { landmark: { retriever: { use: 'landmark' } } },
  });
});

test('a misspelt key is named with the file', () => {
  expect(() => parseConfig({ ...minimal, metods: {} }, 'a.yaml')).toThrow(/a\.yaml[\s\S]*metods/);
});

test('no method at all is refused', () => {
  expect(() => parseConfig({ ...minimal, methods: {} }, 'a.yaml')).toThrow(/at least one method/);
});

test('a baseline must be a method', () => {
  expect(() => parseConfig({ ...minimal, baseline: 'x' }, 'a.yaml')).toThrow(/"x" is not a method. Known: landmark/);
});

test('an axis must name methods', () => {
  const matrix = { density: { at: 'retriever.with.density', values: [1], methods: ['y'] } };
  expect(() => parseConfig({ ...minimal, matrix }, 'a.yaml')).toThrow(/names "y"/);
});

test('YAML is read, with imports, and its folder becomes the base', async () => {
  const folder = await folderWith({
    'base.yaml': 'methods: { landmark: { retriever: landmark } }\nseed: 3\n',
    'sid.config.yaml': '$import: ./base.yaml\ndataset: artificial\n',
  });
  const loaded = await loadConfig(folder, undefined, minimal);
  expect(loaded).toMatchObject({ folder, file: join(folder, 'sid.config.yaml'), config: { seed: 3 } });
});

test('a list takes the place of an imported one', async () => {
  const folder = await folderWith({
    'base.yaml': 'dataset: artificial\nmethods: { landmark: { retriever: landmark } }\nmetrics: [MAP, HR@1]\n',
    'sid.config.yaml': '$import: ./base.yaml\nmetrics: [HR@10]\n',
  });
  expect((await loadConfig(folder, undefined, minimal)).config.metrics).toEqual(['HR@10']);
});

test('a TypeScript configuration is read', async () => {
  const folder = await folderWith({ 'c.ts': `export default ${JSON.stringify({ ...minimal, seed: 4 })} as const;` });
  expect((await loadConfig(folder, 'c.ts', minimal)).config.seed).toBe(4);
});

test('without any file the fallback serves', async () => {
  const folder = await folderWith({});
  const loaded = await loadConfig(folder, undefined, minimal);
  expect(loaded.file).toBeUndefined();
  expect(loaded.folder).toBe(folder);
});

test('a named file that is missing, broken or empty is an error that names it', async () => {
  const folder = await folderWith({ 'broken.yaml': 'a: [', 'empty.yaml': '' });
  await expect(loadConfig(folder, 'no.yaml', minimal)).rejects.toMatchObject({ code: 'SID_CONFIG_NOT_FOUND' });
  await expect(loadConfig(folder, 'broken.yaml', minimal)).rejects.toMatchObject({ code: 'SID_CONFIG_INVALID' });
  await expect(loadConfig(folder, 'empty.yaml', minimal)).rejects.toThrow(/empty\.yaml/);
});

test('the command line overrides', () => {
  const config = parseConfig({ ...minimal, dataset: { use: 'artificial', with: { noise: 3 } } }, 'x');
  expect(override(config, { dataset: 'sample100', root: 'music' }, '/home')).toMatchObject({
    dataset: { use: 'sample100', with: { root: '/home/music' } },
  });
  expect(override(config, { with: { queries: 2 } }, '/home').dataset.with).toEqual({ noise: 3, queries: 2 });
  expect(override(config, { methods: ['landmark', 'other'] }, '/home').methods).toEqual({
    landmark: { retriever: { use: 'landmark' } },
    other: { retriever: { use: 'other' } },
  });
});
