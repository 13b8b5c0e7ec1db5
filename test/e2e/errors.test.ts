import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { addPlugins, testFolder, writeConfig } from './folder.ts';
import { jsonOf, sid } from './sid.ts';

const good = { dataset: 'artificial', methods: { landmark: { retriever: 'landmark' } } };

const withConfig = async (config: object) => {
  const cwd = await testFolder();
  await writeConfig(cwd, config);
  const [plain, json] = await Promise.all([
    sid(['compare', 'benchmark.yaml'], { cwd }),
    sid(['compare', 'benchmark.yaml', '--json'], { cwd }),
  ]);
  expect(json.code).toBe(plain.code);
  expect(plain.stdout).toBe('');
  return { cwd, ...plain, json: jsonOf(json) };
};

it('names the file and the key of a configuration that does not fit', async () => {
  const { code, stderr, json, cwd } = await withConfig({ ...good, methds: {} });
  expect(code).toBe(2);
  expect(stderr).toContain(join(cwd, 'benchmark.yaml'));
  expect(stderr).toContain('"methds"');
  expect(json).toMatchObject({ error: { code: 'SID_CONFIG_INVALID', message: expect.stringContaining('methds') } });
});

it.each([
  ['retriever', { ...good, methods: { mine: { retriever: 'landmrk' } } }, '"landmrk"', 'landmark'],
  ['data set', { ...good, dataset: 'sample1000' }, '"sample1000"', 'sample100'],
])('names an unknown %s and lists the known', async (_, config, wrong, known) => {
  const { code, stderr, json } = await withConfig(config);
  expect(code).toBe(2);
  expect(stderr).toContain(wrong);
  expect(stderr).toMatch(new RegExp(`Known: .*\\b${known}\\b`));
  expect(json).toMatchObject({ error: { code: 'SID_COMPONENT_UNKNOWN' } });
});

it('names the option that does not fit and where it stands', async () => {
  const { code, stderr, json } = await withConfig({
    ...good,
    methods: { mine: { retriever: { use: 'landmark', with: { densty: 1 } } } },
  });
  expect(code).toBe(2);
  expect(stderr).toContain('methods.mine');
  expect(stderr).toContain('densty');
  expect(json).toMatchObject({ error: { code: 'SID_OPTIONS_INVALID' } });
});

it('names an unknown metric', async () => {
  const { code, stderr } = await withConfig({ ...good, metrics: ['MAPP'] });
  expect(stderr).toContain('MAPP');
  expect(code).toBe(2);
});

it('tells a plugin that is not there from one that is none', async () => {
  const missing = await withConfig({ ...good, plugins: ['sid-plugin-nowhere'] });
  expect(missing.code).toBe(2);
  expect(missing.json).toMatchObject({ error: { code: 'SID_PLUGIN_NOT_FOUND' } });
  const cwd = await testFolder();
  await writeFile(join(cwd, 'mine.js'), 'export const nothing = 1;');
  await writeConfig(cwd, { ...good, plugins: ['./mine.js'] });
  const none = await sid(['compare', 'benchmark.yaml', '--json'], { cwd });
  expect(none.code).toBe(2);
  expect(jsonOf(none)).toMatchObject({
    error: { code: 'SID_PLUGIN_INVALID', message: expect.stringContaining('./mine.js') },
  });
});

it('refuses two plugins that bring the same', async () => {
  const cwd = await testFolder();
  await addPlugins(cwd);
  await writeFile(join(cwd, 'again.ts'), "export { default } from './crossings.ts';\n");
  await writeConfig(cwd, { ...good, plugins: ['./crossings.ts', './again.ts'] });
  const { code, stderr } = await sid(['plugins', 'benchmark.yaml'], { cwd });
  expect(code).toBe(2);
  expect(stderr).toContain('"crossings"');
});

it('says which file is not there, and how an option is written', async () => {
  const cwd = await testFolder();
  const missing = await sid(['compare', 'nowhere.yaml'], { cwd });
  expect(missing.code).toBe(2);
  expect(missing.stderr).toContain(join(cwd, 'nowhere.yaml'));
  const setting = await sid(['compare', '--with', 'queries'], { cwd });
  expect(setting.code).toBe(2);
  expect(setting.stderr).toContain('Error: --with wants key=value and got "queries".');
});

it('tells who compares a data set without its folder what is missing', async () => {
  const cwd = await testFolder();
  const { code, stderr } = await sid(['compare', '--dataset', 'sample100'], { cwd });
  expect(code).toBe(2);
  expect(stderr).toContain('root');
});
