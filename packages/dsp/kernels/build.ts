/**
 * Compiles kernels.as and features.as into src/kernels.ts. Run after every change of either:
 *
 *     npm run kernels -w @sid/dsp
 *
 * The compiler (AssemblyScript, Apache-2.0) is fetched by npx and is no dependency of the project: with it come
 * 100 MB that nobody needs who leaves the kernels alone. A test compares the digest of the sources with the one
 * written here, so that they cannot drift apart.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const sources = ['kernels', 'features'];
const path = (name: string): string => fileURLToPath(new URL(`${name}.as`, import.meta.url));
const target = fileURLToPath(new URL('../src/kernels.ts', import.meta.url));

const folder = mkdtempSync(join(tmpdir(), 'sid-kernels-'));
// The compiler takes nothing but `.ts`, which would make our own tools read the file as TypeScript.
for (const name of sources) copyFileSync(path(name), join(folder, `${name}.ts`));
const flags = '-O3 --noAssert --runtime stub --enable simd -o kernels.wasm'.split(' ');
const command = [
  '--yes',
  '--package',
  'assemblyscript@0.28.20',
  'asc',
  ...sources.map((name) => `${name}.ts`),
  ...flags,
];
const { status } = spawnSync('npx', command, { cwd: folder, stdio: 'inherit' });
if (status !== 0) process.exit(1);

const digest = createHash('sha256');
for (const name of sources) digest.update(readFileSync(path(name)));
const base64 = readFileSync(join(folder, 'kernels.wasm')).toString('base64');
const lines = (base64.match(/.{1,110}/g) ?? []).map((line) => `  '${line}',`);
writeFileSync(
  target,
  `// Made by kernels/build.ts from kernels/*.as: do not edit.

/** SHA-256 of the sources. */
export const kernelsDigest = '${digest.digest('hex')}';

/** The WebAssembly module, in base64. */
export const kernelsBase64 = [
${lines.join('\n')}
].join('');
`,
);
rmSync(folder, { recursive: true });
