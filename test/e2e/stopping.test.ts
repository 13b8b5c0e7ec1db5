import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import type { Board } from '@sid/eval';
import { expect, it } from 'vitest';
import { figuresOf, ownBenchmark, rankingsOf, storedResults } from './benchmark.ts';
import { jsonOf, sid, startSid } from './sid.ts';

// Slow enough to be stopped in the middle: 14 analyses of the first method take two seconds on two threads.
const slow = {
  methods: {
    crossings: { retriever: { use: 'crossings', with: { delayMs: 250 } } },
    loudness: { retriever: 'loudness' },
  },
};
const args = ['compare', 'benchmark.yaml', '--workers', '2', '--json'];
const size = { references: 5, noise: 4 };

const analysesIn = async (cache: string): Promise<ReadonlyMap<string, number>> => {
  const entries = await readdir(join(cache, 'analysis'), { recursive: true, withFileTypes: true }).catch(() => []);
  const files = entries
    .filter((entry) => entry.isFile() && entry.name.endsWith('.bin'))
    .map(({ parentPath, name }) => join(parentPath, name));
  return new Map(await Promise.all(files.map(async (file) => [file, (await stat(file)).mtimeMs] as const)));
};

const until = async (what: () => Promise<boolean>): Promise<void> => {
  while (!(await what())) await setTimeout(20);
};

it('stops in good order on Ctrl-C, and the same command continues', async () => {
  const cwd = await ownBenchmark(slow, size);
  const cache = join(cwd, '.sid/cache');
  const running = startSid(['compare', 'benchmark.yaml', '--workers', '2'], { cwd });
  await running.said('crossings: indexing');
  await until(async () => (await analysesIn(cache)).size >= 3);
  running.process.kill('SIGINT');
  const stopped = await running.ended;
  expect(stopped.code).toBe(130);
  expect(stopped.stdout).toBe('');
  expect(stopped.stderr).toContain('the same command continues from there');

  const kept = await analysesIn(cache);
  expect(kept.size).toBeGreaterThanOrEqual(3);
  const resumed = await sid(args, { cwd });
  expect(resumed.code).toBe(0);
  const after = await analysesIn(cache);
  for (const [file, time] of kept) expect(after.get(file)).toBe(time);
  expect(after.size).toBeGreaterThan(kept.size);
});

it('stops between two searches, however much they keep the main thread busy', async () => {
  const methods = { crossings: { retriever: { use: 'crossings', with: { busyMs: 300 } } } };
  const cwd = await ownBenchmark({ methods }, size);
  // With every analysis in the cache, results come as fast as they are asked for.
  expect((await sid(['compare', 'benchmark.yaml'], { cwd })).code).toBe(0);
  const running = startSid(['compare', 'benchmark.yaml', '--force'], { cwd });
  await running.said('crossings: queries');
  running.process.kill('SIGINT');
  expect((await running.ended).code).toBe(130);
});

it('reports an interruption as JSON', async () => {
  const cwd = await ownBenchmark(slow, size);
  const running = startSid(args, { cwd });
  await until(async () => (await analysesIn(join(cwd, '.sid/cache'))).size >= 1);
  running.process.kill('SIGINT');
  const stopped = await running.ended;
  expect(stopped.code).toBe(130);
  expect(jsonOf(stopped)).toMatchObject({ error: { code: 'SID_INTERRUPTED' } });
});

it('gives the same rankings and figures after kill -9 as undisturbed', async () => {
  const cwd = await ownBenchmark(slow, size);
  const place = (name: string): string[] => [
    '--results',
    join(cwd, name, 'results'),
    '--cache',
    join(cwd, name, 'cache'),
  ];
  const calm = jsonOf(await sid([...args, ...place('calm')], { cwd })) as Board;
  for (const wait of [1, 4, 9]) {
    const running = startSid([...args, ...place('rough')], { cwd });
    await until(
      async () => running.process.exitCode !== null || (await analysesIn(join(cwd, 'rough/cache'))).size >= wait,
    );
    running.process.kill('SIGKILL');
    expect((await running.ended).code).toBeNull();
  }
  const rough = jsonOf(await sid([...args, ...place('rough')], { cwd })) as Board;
  const rankings = async (name: string) => rankingsOf(await storedResults(join(cwd, name, 'results')));
  expect(Object.keys(await rankings('calm'))).toHaveLength(2);
  expect(await rankings('rough')).toEqual(await rankings('calm'));
  expect(figuresOf(rough)).toEqual(figuresOf(calm));
});
