import { realpathSync } from 'node:fs';
import { createRequire, registerHooks } from 'node:module';
import { dirname } from 'node:path';
import { pathToFileURL } from 'node:url';

const here = createRequire(import.meta.url);

/**
 * Requires a module whose `@tensorflow/tfjs` and parts of it become ours, wherever it lies: a second copy would
 * register every kernel twice.
 *
 * @param path - a file, or the folder of a package
 */
export const requireShared = (path: string): unknown => {
  const inside = pathToFileURL(dirname(realpathSync(here.resolve(path)))).href;
  const umbrella = createRequire(here.resolve('@tensorflow/tfjs'));
  const hooks = registerHooks({
    resolve: (specifier, context, next) => {
      if (!/^@tensorflow\/tfjs(?:-core|-backend-cpu)?$/.test(specifier) || !context.parentURL?.startsWith(inside))
        return next(specifier, context);
      return { url: pathToFileURL(umbrella.resolve(specifier)).href, format: 'commonjs', shortCircuit: true };
    },
  });
  try {
    return here(path);
  } finally {
    hooks.deregister();
  }
};
