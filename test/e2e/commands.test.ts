import { expect, it } from 'vitest';
import { commands } from '../../packages/cli/dist/commands.js';
import { testFolder } from './folder.ts';
import { jsonOf, repository, sid } from './sid.ts';

const ids = Object.keys(commands);

it('has the commands and flags that it had: a change here is a change for everyone who calls sid', async () => {
  const lines = Object.entries(commands).map(([id, command]) => {
    const args = Object.keys('args' in command ? command.args : {}).map((name) => `[${name}]`);
    const flags = Object.entries({ ...command.baseFlags, ...('flags' in command ? command.flags : {}) }).map(
      ([name, flag]) =>
        `  --${name}${flag.char === undefined ? '' : `, -${flag.char}`}${flag.type === 'option' ? ' VALUE' : ''}`,
    );
    const json = command.enableJsonFlag ? ['  --json'] : [];
    return [[id.replaceAll(':', ' '), ...args].join(' '), ...[...flags, ...json].sort()].join('\n');
  });
  await expect(`${lines.join('\n')}\n`).toMatchFileSnapshot('__snapshots__/commands.txt');
});

it.each(ids)('%s loads and explains itself with an example', async (id) => {
  const words = id.split(':');
  const { code, stdout } = await sid([...words, '--help'], { cwd: repository });
  expect(code).toBe(0);
  expect(stdout).toContain('EXAMPLES');
  expect(stdout).toContain(`$ sid ${words.join(' ')}`);
});

it('lists its commands when called without any', async () => {
  const { code, stdout } = await sid([], { cwd: repository });
  expect(code).toBe(0);
  for (const word of ['cache', 'compare', 'datasets', 'doctor', 'plugins', 'report', 'schema'])
    expect(stdout).toContain(`  ${word} `);
});

it('suggests the command that was meant', async () => {
  const typed = await sid(['comprae'], { cwd: repository });
  expect(typed.code).toBe(2);
  expect(typed.stderr).toContain('Did you mean "sid compare"?');
  expect(jsonOf(await sid(['nothing-like-it', '--json'], { cwd: repository }))).toMatchObject({
    error: { code: 'SID_USAGE', message: expect.stringContaining('Known: cache info') },
  });
});

it('suggests the flag that was meant', async () => {
  const { code, stderr } = await sid(['compare', '--datset', 'x'], { cwd: repository });
  expect(code).toBe(2);
  expect(stderr).toContain('--datset');
  expect(stderr).toContain('Try this: --dataset');
});

it('lists components, data sets, the cache, and the schema as JSON', async () => {
  const cwd = await testFolder();
  const plugins = jsonOf(await sid(['plugins', '--json'], { cwd }));
  for (const name of ['landmark', 'landmark-invariant']) {
    expect(plugins).toContainEqual(
      expect.objectContaining({
        kind: 'retriever',
        name,
        plugin: '@sid/plugin-landmark',
        options: expect.objectContaining({ type: 'object' }),
      }),
    );
  }
  const datasets = jsonOf(await sid(['datasets', '--json'], { cwd }));
  for (const name of ['artificial', 'sample100', 'samplepairs'])
    expect(datasets).toContainEqual(expect.objectContaining({ name }));
  expect(jsonOf(await sid(['cache', 'info', '--json'], { cwd }))).toMatchObject({ kinds: [] });
  expect(jsonOf(await sid(['schema'], { cwd }))).toMatchObject({ title: 'Configuration of sid' });
});

it('doctor finds that everything required works', async () => {
  const cwd = await testFolder();
  const { code, stdout } = await sid(['doctor'], { cwd });
  expect(stdout).toContain('Everything required works.');
  expect(code).toBe(0);
});
