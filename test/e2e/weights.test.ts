import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { testFolder } from './folder.ts';
import { jsonOf, repository, sid } from './sid.ts';

const checkpoints = join(repository, 'test/golden/checkpoints');
const settings = [
  'blocks=[1,1,1,1]',
  'channels=[4,4,8,8]',
  'patchChannels=4',
  'headChannels=8',
  'projector=16',
  'dims=8',
];

it('imports a checkpoint of PyTorch, lists it, and finds out when it was damaged', async () => {
  const cwd = await testFolder();
  const given = ['--architecture', 'gnn', ...settings.flatMap((setting) => ['--with', setting])];
  const file = join(checkpoints, 'tiny-gnn.pth');
  const imported = await sid(['weights', 'import', file, ...given, '--tag', 'gnn.t', '--licence', 'MIT'], { cwd });
  expect(imported).toMatchObject({ code: 0, stdout: expect.stringContaining('4,160 parameters of gnn') });
  // Beside those that come with sid.
  const card = expect.objectContaining({ tag: 'gnn.t', architecture: 'gnn', licence: 'MIT', parameters: 4160 });
  expect(jsonOf(await sid(['weights', 'list', '--json'], { cwd }))).toContainEqual(expect.objectContaining({ card }));
  expect((await sid(['weights', 'info', 'gnn.t'], { cwd })).stdout).toContain('Imported from tiny-gnn.pth (SHA-256 ');
  expect(await sid(['weights', 'verify'], { cwd })).toMatchObject({
    code: 0,
    stdout: expect.stringContaining('✓ gnn.t\n'),
  });
  const tensors = join(cwd, '.sid/weights/gnn.t/weights.safetensors');
  const bytes = await readFile(tensors);
  await writeFile(tensors, bytes.fill(0, bytes.length - 4));
  const damaged = await sid(['weights', 'verify', 'gnn.t'], { cwd });
  expect(damaged).toMatchObject({ code: 1, stdout: expect.stringContaining('not the file of its card') });
});

it('refuses a checkpoint that would run something, and runs nothing', async () => {
  const cwd = await testFolder();
  const file = join(checkpoints, 'malicious-os-system.pth');
  const refused = await sid(['weights', 'import', file, '-a', 'gnn', '-p', 'tiny', '-t', 'x', '--json'], { cwd });
  expect(refused.code).toBe(1);
  expect(jsonOf(refused)).toMatchObject({
    error: { code: 'SID_WEIGHTS_INVALID', message: expect.stringContaining('tries to import posix.system') },
  });
  await expect(readFile(join(cwd, 'ran.txt'))).rejects.toMatchObject({ code: 'ENOENT' });
});
