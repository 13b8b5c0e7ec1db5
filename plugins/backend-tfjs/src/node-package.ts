import { existsSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import util from 'node:util';
import { requireShared } from './shared-tfjs.ts';

/** The two packages that bind libtensorflow, alike but for what they are linked with. */
export type NodePackage = '@tensorflow/tfjs-node' | '@tensorflow/tfjs-node-gpu';

/** Names a folder of the package where it is not installed as one, e.g. because it was compiled by hand. */
export const folderVariable = (name: NodePackage): string =>
  name === '@tensorflow/tfjs-node' ? 'SID_TFJS_NODE' : 'SID_TFJS_NODE_GPU';

const here = createRequire(import.meta.url);

/** Its folder: from the environment, from the project in which sid runs, or beside sid. */
export const findPackage = (name: NodePackage): string | undefined => {
  const given = process.env[folderVariable(name)];
  if (given !== undefined && given !== '') {
    const folder = resolve(given);
    return existsSync(join(folder, 'package.json')) ? folder : undefined;
  }
  for (const require of [createRequire(join(process.cwd(), 'package.json')), here]) {
    try {
      return dirname(require.resolve(`${name}/package.json`));
    } catch {
      // Not there.
    }
  }
  return undefined;
};

/** Files of the native addon: one folder per version of Node's binary interface. */
export const findAddons = (folder: string): readonly string[] => {
  const lib = join(folder, 'lib');
  const versions = existsSync(lib) ? readdirSync(lib) : [];
  return versions.map((version) => join(lib, version, 'tfjs_binding.node')).filter((file) => existsSync(file));
};

/** What newer versions of Node warn about or took out of `util`, and tfjs-node 4.22 calls (tensorflow/tfjs#8609). */
const takenFromUtil = {
  isNullOrUndefined: (value: unknown): boolean => value === null || value === undefined,
  isArray: Array.isArray,
};

/** Loads the package, which registers the tfjs backend `tensorflow`. */
export const loadPackage = (folder: string, threads?: number): void => {
  Object.assign(util, takenFromUtil);
  // Its log tells of instruction sets at every start.
  process.env.TF_CPP_MIN_LOG_LEVEL ??= '2';
  if (threads !== undefined) process.env.TF_NUM_INTRAOP_THREADS = String(threads);
  requireShared(folder);
};
