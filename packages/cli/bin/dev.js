// Runs the TypeScript sources of every package, without a build: node --conditions=@sid/source packages/cli/bin/dev.js
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Config, run, settings } from '@oclif/core';
import { handle } from '@oclif/core/handle';

settings.enableAutoTranspile = false;
const root = fileURLToPath(new URL('..', import.meta.url));
const source = readFileSync(new URL('../package.json', import.meta.url), 'utf8').replaceAll(
  /\.\/dist\/(.+?)\.js/g,
  './src/$1.ts',
);
try {
  await run(process.argv.slice(2), await Config.load({ root, pjson: JSON.parse(source) }));
} catch (error) {
  await handle(error);
}
