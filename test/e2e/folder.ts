import { cp, mkdir, mkdtemp, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { repository } from './sid.ts';

/** A folder of its own for one test, gone afterwards; with `afterAll` for all tests of a group. */
export const testFolder = async (atEnd: (remove: () => Promise<void>) => void = onTestFinished): Promise<string> => {
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'sid-e2e-')));
  atEnd(() => rm(folder, { recursive: true, force: true }));
  return folder;
};

/**
 * Makes `folder` the project of somebody who writes and installs plugins: `crossings.ts` beside the configuration,
 * the packages of sid and `sid-plugin-loudness` in node_modules.
 */
export const addPlugins = async (folder: string): Promise<void> => {
  const fixtures = join(repository, 'test/fixtures/plugins');
  await mkdir(join(folder, 'node_modules/@sid'), { recursive: true });
  await symlink(join(repository, 'packages/core'), join(folder, 'node_modules/@sid/core'));
  await symlink(join(repository, 'node_modules/zod'), join(folder, 'node_modules/zod'));
  await cp(join(fixtures, 'ts-plugin/crossings.ts'), join(folder, 'crossings.ts'));
  await cp(join(fixtures, 'npm-plugin'), join(folder, 'node_modules'), { recursive: true });
};

/** Writes a configuration; JSON is YAML too. */
export const writeConfig = async (folder: string, config: object, name = 'benchmark.yaml'): Promise<string> => {
  const path = join(folder, name);
  await writeFile(path, JSON.stringify(config, null, 2));
  return path;
};
