#!/usr/bin/env node
// Only syntax and modules that every Node with ES modules has: an old one must get as far as the sentence below.
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const [major, minor] = process.versions.node.split('.').map(Number);
const fits = major >= 26 || (major === 24 && minor >= 11) || (major === 22 && minor >= 18);

if (!fits) {
  console.error(
    `sid needs Node.js 22.18, 24.11 or 26 and later, and this is ${process.versions.node}: ` +
      'in a clone of its repository start it as `npx sid`, which takes the Node.js that `npm ci` put there.',
  );
  process.exitCode = 2;
} else if (!existsSync(fileURLToPath(new URL('../dist/commands.js', import.meta.url)))) {
  console.error('sid has not been compiled yet: run `npm run build` in the root of its repository.');
  process.exitCode = 2;
} else {
  const { execute, settings } = await import('@oclif/core');
  // Without this, oclif looks for TypeScript sources whenever NODE_ENV says test or development.
  settings.enableAutoTranspile = false;
  await execute({ dir: import.meta.url });
}
