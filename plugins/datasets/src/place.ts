import { stat } from 'node:fs/promises';
import { isAbsolute, join, resolve } from 'node:path';

/** The first of `root/name` and `root/metadata/name` that is there. */
export const locate = async (root: string, name: string): Promise<string | undefined> => {
  for (const file of [join(root, name), join(root, 'metadata', name)]) if (await exists(file)) return file;
  return undefined;
};

export const exists = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  );

/** A path of an option, read against the folder of the configuration. */
export const absolute = (path: string, baseFolder: string): string =>
  isAbsolute(path) ? path : resolve(baseFolder, path);
