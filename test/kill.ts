/**
 * Kills a comparison with SIGKILL at random moments, starts it again after each, and compares what it ends with to an
 * undisturbed run: rankings and figures must be the same to the byte.
 *
 *     npx node test/kill.ts [CONFIG] [KILLS] [SEED]
 */
import { spawn } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { createRandom } from '@sid/core';
import type { Board, Result } from '@sid/eval';

const root = fileURLToPath(new URL('..', import.meta.url));
const [config = join(root, 'configs/ci/tiny.yaml'), kills = '10', seed = '1'] = process.argv.slice(2);
const random = createRandom(seed);
const folder = await mkdtemp(join(tmpdir(), 'sid-kill-'));

const start = (name: string) => {
  const place = ['--results', join(folder, name, 'results'), '--cache', join(folder, name, 'cache')];
  const args = [join(root, 'bin/sid.js'), 'compare', resolve(config), '--json', ...place];
  const child = spawn(process.execPath, args, { cwd: folder, stdio: ['ignore', 'pipe', 'inherit'] });
  let stdout = '';
  child.stdout.on('data', (chunk: Buffer) => {
    stdout += chunk.toString();
  });
  const ended = new Promise<{ code: number | null; stdout: string }>((done) => {
    child.on('close', (code) => done({ code, stdout }));
  });
  return { child, ended };
};

const finish = async (name: string): Promise<Board> => {
  const { code, stdout } = await start(name).ended;
  if (code !== 0) throw new Error(`The run "${name}" ended with ${code}: ${stdout}`);
  return JSON.parse(stdout) as Board;
};

/**
 * Everything that may not depend on the kills, by name. Also reads every JSON file there is: a half-written one would
 * throw.
 */
const stateOf = async (name: string, board: Board): Promise<ReadonlyMap<string, string>> => {
  const results = join(folder, name, 'results');
  const entries = await readdir(results, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile() && entry.name.endsWith('.json'));
  const contents = await Promise.all(
    files.map(async (file) => JSON.parse(await readFile(join(file.parentPath, file.name), 'utf8')) as Partial<Result>),
  );
  const state = new Map([['board', JSON.stringify({ ...board, methods: board.methods.map((method) => method.name) })]]);
  for (const { timing: _, ...rest } of board.methods) state.set(`figures of ${rest.name}`, JSON.stringify(rest));
  for (const { schema, method, run, size, rankings } of contents) {
    if (schema === 'sid.result/1') state.set(`rankings of ${method} ${run}`, JSON.stringify([size, rankings]));
  }
  return state;
};

const differences = (a: ReadonlyMap<string, string>, b: ReadonlyMap<string, string>): readonly string[] =>
  [...new Set([...a.keys(), ...b.keys()])].filter((key) => a.get(key) !== b.get(key));

try {
  const began = performance.now();
  const calm = await stateOf('calm', await finish('calm'));
  const length = performance.now() - began;
  console.log(`Undisturbed: ${(length / 1000).toFixed(1)} s.`);
  let [same, different, early] = [0, 0, 0];
  for (let kill = 1; kill <= Number(kills); kill++) {
    const name = `rough-${kill}`;
    // One moment in every stretch of the run, so that ten kills reach all of its phases.
    const wait = ((kill - 1 + random.next()) / Number(kills)) * length;
    const { child, ended } = start(name);
    await Promise.race([setTimeout(wait), ended]);
    child.kill('SIGKILL');
    if ((await ended).code === null) early++;
    const found = differences(calm, await stateOf(name, await finish(name)));
    if (found.length === 0) same++;
    else different++;
    const verdict = found.length === 0 ? 'the same' : `DIFFERENT in ${found.join(', ')}`;
    console.log(`Killed after ${(wait / 1000).toFixed(2)} s, run again: ${verdict}.`);
    await rm(join(folder, name), { recursive: true, force: true });
  }
  console.log(`${early} of ${kills} were killed while running. Passed: ${same}. Failed: ${different}.`);
  process.exitCode = different === 0 ? 0 : 1;
} finally {
  await rm(folder, { recursive: true, force: true });
}
