/**
 * Kills a training with SIGKILL at random moments, and while it writes a checkpoint, starts it again with the same command
 * after each, stops it with Ctrl-C as well, kills the processes that train beside it, and compares what it comes to with
 * an undisturbed run on the same backend: checkpoint (weights, moments of the optimiser, moving means) and weights must
 * be the same to the byte. No process may outlive the one that started it.
 *
 *     npx node test/kill-train.ts [CONFIG] [KILLS] [STEPS] [SEED] [BACKEND…]
 */
import { execFileSync, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { watch } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { type Component, createRandom } from '@sid/core';
import backends from '@sid/plugin-backend-tfjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const [config = join(root, 'configs/ci/train-tiny.yaml'), kills = '10', steps = '40', seed = '1', ...named] =
  process.argv.slice(2);
const random = createRandom(seed);
const folder = await mkdtemp(join(tmpdir(), 'sid-kill-train-'));

interface Ended {
  readonly code: number | null;
  readonly stderr: string;
}

/** A run of the configuration on a backend. */
const runOf = (backend: string, name: string) => {
  const out = join(folder, backend, name);
  const args = ['train', join(folder, `${backend}.json`), '--steps', steps, '--out', out, '--to', join(out, 'weights')];
  const start = () => {
    const child = spawn(process.execPath, [join(root, 'bin/sid.js'), ...args, '--cache', join(folder, 'cache')], {
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let stderr = '';
    child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
      stderr += chunk;
    });
    const ended = new Promise<Ended>((done) => {
      child.on('close', (code) => done({ code, stderr }));
    });
    return { child, ended };
  };
  const finish = async (): Promise<void> => {
    const { code, stderr } = await start().ended;
    if (code !== 0) throw new Error(`${name} on ${backend} ended with ${code}: ${stderr}`);
  };
  /** Digests of the checkpoint, all but its header, which tells how long training took, and of the weights. */
  const state = async (): Promise<string> => {
    const checkpoint = await readFile(join(out, 'checkpoint.safetensors'));
    const entries = await readdir(join(out, 'weights'), { recursive: true, withFileTypes: true });
    const { parentPath = '', name: file = '' } = entries.find((each) => each.name === 'weights.safetensors') ?? {};
    return [
      checkpoint.subarray(8 + Number(checkpoint.readBigUInt64LE(0))),
      await readFile(join(parentPath, file)),
    ].reduce((text, bytes) => `${text} ${createHash('sha256').update(bytes).digest('hex')}`, '');
  };
  return { out, start, finish, state };
};

type Run = ReturnType<typeof runOf>;

/** Processes that train beside another one. */
const besides = (pid: number | undefined): readonly number[] =>
  execFileSync('ps', ['-A', '-o', 'pid=,ppid=,args='], { encoding: 'utf8' })
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
    .filter(([, parent, ...args]) => Number(parent) === pid && args.some((arg) => arg.includes('replica-process')))
    .map(([own]) => Number(own));

/** A replica ends when its present work is done: not at once, but soon. */
const checkGone = async (pids: readonly number[]): Promise<void> => {
  const isThere = (pid: number): boolean => {
    try {
      return process.kill(pid, 0);
    } catch {
      return false;
    }
  };
  for (let waited = 0; pids.some(isThere); waited += 50) {
    if (waited > 10_000) throw new Error(`Processes outlive the one that started them: ${pids.filter(isThere)}.`);
    await setTimeout(50);
  }
};

/** Ends a start of a run by a signal when `moment` comes. @returns undefined where the run was done before */
const disturb = async (run: Run, signal: NodeJS.Signals, moment: (over: AbortSignal) => Promise<unknown>) => {
  const { child, ended } = run.start();
  const over = new AbortController();
  let replicas: readonly number[] = [];
  const late = moment(over.signal).then(
    () => {
      replicas = besides(child.pid);
      return child.kill(signal);
    },
    () => false,
  );
  const { code, stderr } = await ended;
  over.abort();
  await late;
  await checkGone(replicas);
  if (code === 0) return undefined;
  if (code !== (signal === 'SIGKILL' ? null : 130)) throw new Error(`Ended with ${code}: ${stderr}`);
  return stderr;
};

/** Kills what trains beside a start of a run, when `moment` comes. @returns undefined where the run was done before */
const forsake = async (run: Run, moment: (over: AbortSignal) => Promise<unknown>) => {
  const { child, ended } = run.start();
  const over = new AbortController();
  const late = moment(over.signal).then(
    () => {
      for (const pid of besides(child.pid)) process.kill(pid, 'SIGKILL');
    },
    () => undefined,
  );
  const { code, stderr } = await ended;
  over.abort();
  await late;
  if (code === 0) return undefined;
  if (!stderr.includes('was ended by SIGKILL')) throw new Error(`Ended with ${code}: ${stderr}`);
  return stderr;
};

/** When a file of a run begins to be written, after the first `skipped` of them. */
const writing = (run: Run, skipped: number) => async (over: AbortSignal) => {
  await mkdir(run.out, { recursive: true });
  let seen = 0;
  return new Promise<void>((done, fail) => {
    const watcher = watch(run.out, (event, file) => {
      if (event === 'rename' && file?.startsWith('checkpoint.safetensors.') && ++seen > skipped) done();
    });
    over.addEventListener('abort', () => {
      watcher.close();
      fail(new Error('over'));
    });
  });
};

const halves = async ({ out }: Run): Promise<number> =>
  (await readdir(out).catch(() => [])).filter((name) => name.endsWith('.part')).length;

const check = async (backend: string): Promise<boolean> => {
  await writeFile(
    join(folder, `${backend}.json`),
    JSON.stringify({ $import: resolve(config), backend: { prefer: [backend] } }),
  );
  // Songs are read first: reading is not what is to be killed.
  const [warm, calm] = [runOf(backend, 'warm'), runOf(backend, 'calm')];
  await warm.finish();
  const began = performance.now();
  await calm.finish();
  const length = performance.now() - began;
  const wanted = await calm.state();
  let same = wanted === (await warm.state());
  console.log(`${backend}: undisturbed ${(length / 1000).toFixed(1)} s, twice ${same ? 'the same' : 'DIFFERENT'}.`);

  const compare = async (run: Run, what: string): Promise<void> => {
    await run.finish();
    const equal = (await run.state()) === wanted;
    same &&= equal;
    console.log(`${backend}: ${what}, then continued to its end: ${equal ? 'the same to the byte' : 'DIFFERENT'}.`);
  };

  for (let done = 0, number = 1; done < Number(kills); number++) {
    const run = runOf(backend, `killed-${number}`);
    const moments: string[] = [];
    // Most starts come to a few checkpoints, so that all phases of a run are met; then the next run is begun.
    while (done < Number(kills)) {
      const wait = random.next() * 0.6 * length;
      const killed = await disturb(run, 'SIGKILL', (signal) => setTimeout(wait, undefined, { signal }));
      if (killed === undefined) break;
      moments.push((wait / 1000).toFixed(2));
      done += 1;
    }
    await compare(run, `killed ${moments.length} times, after ${moments.join(', ')} s of each start`);
  }

  const torn = runOf(backend, 'torn');
  let [left, writes] = [0, 0];
  for (; writes < 5; writes++) {
    if ((await disturb(torn, 'SIGKILL', writing(torn, random.int(4)))) === undefined) break;
    left += await halves(torn);
  }
  await compare(torn, `killed ${writes} times while it wrote its checkpoint, which left ${left} half-written files`);
  if ((await halves(torn)) > 0) throw new Error('Half-written files stay.');

  const stopped = runOf(backend, 'stopped');
  let stops = 0;
  for (; stops < 3; stops++) {
    const said = await disturb(stopped, 'SIGINT', writing(stopped, random.int(4)));
    if (said === undefined) break;
    if (!said.includes('the same command continues')) throw new Error(`Stopped without a word: ${said}`);
  }
  await compare(stopped, `stopped ${stops} times by Ctrl-C`);

  const forsaken = runOf(backend, 'forsaken');
  let losses = 0;
  for (; losses < 3; losses++) {
    const wait = length * (0.3 + 0.3 * random.next());
    if ((await forsake(forsaken, (signal) => setTimeout(wait, undefined, { signal }))) === undefined) break;
  }
  await compare(forsaken, `left alone ${losses} times by the process that trains beside it`);
  return same;
};

try {
  let all = true;
  for (const component of backends.components as readonly Component<'backend'>[]) {
    const { name } = component;
    if (!(named.length === 0 ? ['tfjs-wasm', 'tfjs-node'] : named).includes(name)) continue;
    const availability = await component.probe?.();
    if (availability?.ok === false) console.log(`${name}: not here. ${availability.reason}`);
    else all = (await check(name)) && all;
  }
  process.exitCode = all ? 0 : 1;
} finally {
  await rm(folder, { recursive: true, force: true });
}
