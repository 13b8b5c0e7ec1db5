import { createRequire } from 'node:module';
import { isAbsolute, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { kinds, messageOf, type Plugin, SidError } from '@sid/core';
import * as z from 'zod';
import type { LoadedPlugin } from './registry.ts';

const isZod = (value: unknown): boolean => typeof value === 'object' && value !== null && '_zod' in value;

const pluginShape = z.object({
  name: z.string().min(1),
  api: z.literal(1, { error: 'must be 1: the plugin was written for another version of the contracts' }),
  components: z.array(
    z.object({
      kind: z.enum(kinds),
      name: z.string().regex(/^[a-z0-9][a-z0-9-]*$/, 'must be lower-case letters, digits and hyphens'),
      summary: z.string().min(1),
      revision: z.int(),
      options: z.custom(isZod, 'must be a zod 4 schema'),
      create: z.custom((value) => typeof value === 'function', 'must be a function'),
    }),
  ),
});

const isPath = (specifier: string): boolean =>
  specifier.startsWith('./') || specifier.startsWith('../') || isAbsolute(specifier);

const locate = (specifier: string, folders: readonly string[]): string => {
  const tried: unknown[] = [];
  for (const folder of folders) {
    try {
      if (isPath(specifier)) return createRequire(join(folder, 'x.js')).resolve(resolve(folder, specifier));
      return createRequire(join(folder, 'x.js')).resolve(specifier);
    } catch (error) {
      tried.push(error);
    }
  }
  throw new SidError(
    'SID_PLUGIN_NOT_FOUND',
    `The plugin "${specifier}" cannot be resolved from "${folders[0]}". ${isPath(specifier) ? 'Is the path right, relative to the configuration file?' : `Install it there: npm install ${specifier}`}`,
    { cause: tried[0] },
  );
};

/** Checks what a module exports as default. Also for plugins given as objects by a TypeScript configuration. */
const checkPlugin = (exported: unknown, specifier: string): Plugin => {
  const checked = pluginShape.safeParse(exported);
  if (checked.success) return exported as Plugin;
  throw new SidError(
    'SID_PLUGIN_INVALID',
    `The default export of "${specifier}" is not a plugin:\n${z.prettifyError(checked.error)}\nA plugin is made by definePlugin({ name, api: 1, components }).`,
  );
};

/** Imports one plugin by its URL. */
export const importPlugin = async (url: string, specifier: string): Promise<LoadedPlugin> => {
  let module: { readonly default?: unknown };
  try {
    module = await import(/* @vite-ignore */ url);
  } catch (error) {
    throw new SidError(
      'SID_PLUGIN_INVALID',
      `The plugin "${specifier}" (${url}) could not be loaded: ${messageOf(error)}`,
      {
        cause: error,
      },
    );
  }
  return { plugin: checkPlugin(module.default, specifier), specifier, url };
};

/**
 * Loads plugins by npm name or path.
 *
 * @param folders - where to resolve from: the configuration's folder, then that of the built-in configuration
 */
export const loadPlugins = (
  specifiers: readonly string[],
  folders: readonly string[],
): Promise<readonly LoadedPlugin[]> =>
  Promise.all(specifiers.map((specifier) => importPlugin(pathToFileURL(locate(specifier, folders)).href, specifier)));
