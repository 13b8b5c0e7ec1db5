/**
 * Kills a training with SIGKILL at random moments, again and again, until it has come to its end, and compares its state
 * to that of an undisturbed one: weights, moments of the optimiser and moving means must be the same to the bit.
 *
 *     npx node test/kill-train.ts [CONFIG] [RUNS] [STEPS] [SEED]
 */
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { createRandom } from '@sid/core';

const root = fileURLToPath(new URL('..', import.meta.url));
const [config = join(root, 'configs/ci/train-tiny.yaml'), runs = '3', steps = '8', seed = '1'] = process.argv.slice(2);
const random = createRandom(seed);
const folder = await mkdtemp(join(tmpdir(), 'sid-kill-train-'));

const start = (name: string) => {
  const out = join(folder, name);
  const args = ['train', resolve(config), '--steps', steps, '--out', out, '--to', join(out, 'weights'), '--quiet'];
  const child = spawn(process.execPath, [join(root, 'bin/sid.js'), ...args], {
    cwd: folder,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const ended = new Promise<number | null>((done) => {
    child.on('close', done);
  });
  return { child, ended };
};

/** All but the header of the checkpoint, which tells how long training took. */
const stateOf = async (name: string): Promise<string> => {
  const file = await readFile(join(folder, name, 'checkpoint.safetensors'));
  return createHash('sha256')
    .update(file.subarray(8 + Number(file.readBigUInt64LE(0))))
    .digest('hex');
};

try {
  // Songs are read first: reading is not what is to be killed.
  if ((await start('warm').ended) !== 0) throw new Error('The first run failed.');
  const began = performance.now();
  if ((await start('calm').ended) !== 0) throw new Error('The undisturbed run failed.');
  const length = performance.now() - began;
  const calm = await stateOf('calm');
  console.log(`Undisturbed: ${(length / 1000).toFixed(1)} s.`);
  let failed = calm === (await stateOf('warm')) ? 0 : 1;
  for (let run = 1; run <= Number(runs); run++) {
    const name = `rough-${run}`;
    let kills = 0;
    // Longer after each kill: a machine that has become slower must come to the end, too.
    for (let patience = length; ; patience *= 1.3) {
      const { child, ended } = start(name);
      const stop = new AbortController();
      // A quarter of the run at least, so that most starts come to a checkpoint.
      const wait = (0.25 + 0.75 * random.next()) * patience;
      const late = setTimeout(wait, undefined, { signal: stop.signal }).then(
        () => child.kill('SIGKILL'),
        () => false,
      );
      const code = await ended;
      stop.abort();
      await late;
      if (code === 0) break;
      if (code !== null) throw new Error(`Ended with ${code}.`);
      kills += 1;
    }
    const same = (await stateOf(name)) === calm;
    failed += same ? 0 : 1;
    console.log(`Killed ${kills} times: ${same ? 'the same to the bit' : 'DIFFERENT'}.`);
    await rm(join(folder, name), { recursive: true, force: true });
  }
  process.exitCode = failed === 0 ? 0 : 1;
} finally {
  await rm(folder, { recursive: true, force: true });
}
