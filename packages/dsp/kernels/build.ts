/**
 * Compiles the sources in kernels/ of a package into its src/kernels.ts. Run after every change of one:
 *
 *     npm run kernels -w PACKAGE
 *
 * The compiler (AssemblyScript, Apache-2.0) is fetched by npx and is no dependency of the project: with it come
 * 100 MB that nobody needs who leaves the kernels alone. A test of each package compares the digest of the sources
 * with the one written here, so that they cannot drift apart. Arguments go to the compiler.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { copyFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';

const sources = readdirSync('kernels')
  .filter((name) => name.endsWith('.as'))
  .sort();
const folder = mkdtempSync(join(tmpdir(), 'sid-kernels-'));
// The compiler takes nothing but `.ts`, which would make our own tools read the files as TypeScript.
const modules = sources.map((name) => `${basename(name, '.as')}.ts`);
for (const [i, name] of sources.entries()) copyFileSync(join('kernels', name), join(folder, modules[i] ?? ''));
const flags = '-O3 --noAssert --runtime stub --enable simd --importMemory -o kernels.wasm'.split(' ');
const command = ['--yes', '--package', 'assemblyscript@0.28.20', 'asc', ...modules, ...flags, ...process.argv.slice(2)];
const { status } = spawnSync('npx', command, { cwd: folder, stdio: 'inherit' });
if (status !== 0) process.exit(1);

const digest = createHash('sha256');
for (const name of sources) digest.update(readFileSync(join('kernels', name)));
const base64 = readFileSync(join(folder, 'kernels.wasm')).toString('base64');
const lines = (base64.match(/.{1,110}/g) ?? []).map((line) => `  '${line}',`);
writeFileSync(
  resolve('src/kernels.ts'),
  `// Made from kernels/*.as by npm run kernels: do not edit.

/** SHA-256 of the sources. */
export const kernelsDigest = '${digest.digest('hex')}';

/** The WebAssembly module, in base64. */
export const kernelsBase64 = [
${lines.join('\n')}
].join('');
`,
);
rmSync(folder, { recursive: true });
