/**
 * Compiles kernels.as into src/kernels.ts. Run after every change of it:
 *
 *     npm run kernels -w @sid/plugin-landmark
 *
 * The compiler (AssemblyScript, Apache-2.0) is fetched by npx and is no dependency of the project. A test compares the
 * digest of the source with the one written here.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const source = fileURLToPath(new URL('kernels.as', import.meta.url));
const target = fileURLToPath(new URL('../src/kernels.ts', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'sid-kernels-'));
// The compiler takes nothing but `.ts`, which would make our own tools read the file as TypeScript.
copyFileSync(source, join(folder, 'kernels.ts'));
const flags = '-O3 --noAssert --runtime stub --enable simd --importMemory -o kernels.wasm'.split(' ');
const command = ['--yes', '--package', 'assemblyscript@0.28.20', 'asc', 'kernels.ts', ...flags];
const { status } = spawnSync('npx', command, { cwd: folder, stdio: 'inherit' });
if (status !== 0) process.exit(1);

const digest = createHash('sha256').update(readFileSync(source)).digest('hex');
const base64 = readFileSync(join(folder, 'kernels.wasm')).toString('base64');
const lines = (base64.match(/.{1,110}/g) ?? []).map((line) => `  '${line}',`);
writeFileSync(
  target,
  `// Made by kernels/build.ts from kernels/kernels.as: do not edit.

/** SHA-256 of the source. */
export const kernelsDigest = '${digest}';

/** The WebAssembly module, in base64. */
export const kernelsBase64 = [
${lines.join('\n')}
].join('');
`,
);
rmSync(folder, { recursive: true });
