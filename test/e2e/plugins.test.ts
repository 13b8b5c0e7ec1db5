import { readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Board } from '@sid/eval';
import { expect, it } from 'vitest';
import { ownBenchmark } from './benchmark.ts';
import { jsonOf, sid } from './sid.ts';

it('runs retrievers of others, as a TypeScript file and as an npm package, on recordings of the user', async () => {
  const cwd = await ownBenchmark();
  const ended = await sid(['compare', 'benchmark.yaml', '--json'], { cwd });
  expect(ended.stderr).toBe('');
  expect(ended.code).toBe(0);
  const board = jsonOf(ended) as Board;
  expect(board.methods.map(({ name, status }) => `${name} ${status}`)).toEqual(['crossings done', 'loudness done']);
  expect(board.dataset).toMatchObject({ generated: false, queries: 4, references: 4, noise: 4, leftOut: [] });
  expect(board.baseline).toBe('crossings');

  const listed = jsonOf(await sid(['plugins', 'benchmark.yaml', '--json'], { cwd }));
  expect(listed).toContainEqual(
    expect.objectContaining({
      name: 'crossings',
      plugin: 'crossings-of-somebody',
      from: expect.stringMatching(/crossings\.ts$/),
    }),
  );
  expect(listed).toContainEqual(
    expect.objectContaining({ name: 'loudness', plugin: 'sid-plugin-loudness', presets: { strict: { floor: 1e-6 } } }),
  );
  const text = await sid(['plugins', 'benchmark.yaml'], { cwd });
  expect(text.stdout).toMatch(/retriever loudness \(revision 1\): Ranks references by how near/);
  expect(text.stdout).toMatch(/delayMs {2}integer {2}= 0 {2}Waits so long/);
});

it('leaves broken recordings out, says which, and goes on with the rest', async () => {
  const cwd = await ownBenchmark();
  const audio = (id: string): string => join(cwd, 'music/audio', `${id}.wav`);
  await truncate(audio('N001'), 20);
  await rm(audio('N002'));
  await writeFile(audio('T003'), 'no sound at all');
  const ended = await sid(['compare', 'benchmark.yaml', '--json'], { cwd });
  expect(ended.code).toBe(0);
  const board = jsonOf(ended) as Board;
  const named = new Map(board.dataset.leftOut.map(({ id, reason }) => [id, reason]));
  expect([...named.keys()]).toEqual(expect.arrayContaining(['N001', 'N002', 'T003']));
  expect(named.get('N001')).toContain('N001.wav');
  expect(board.dataset).toMatchObject({ queries: 3, references: 3, noise: 2 });
  expect(board.methods.every(({ status }) => status === 'done')).toBe(true);

  const table = await sid(['compare', 'benchmark.yaml'], { cwd });
  expect(table.code).toBe(0);
  expect(table.stdout).toContain('Left out, since missing or broken:');
  expect(table.stdout).toContain('N001');

  const validated = await sid(['datasets', 'validate', 'sample100', '--root', 'music', '--json'], { cwd });
  expect(validated.code).toBe(1);
  const { missing, corrupt } = jsonOf(validated) as {
    missing: readonly { id: string }[];
    corrupt: readonly { id: string }[];
  };
  expect(missing.map(({ id }) => id)).toContain('N002');
  expect(corrupt.map(({ id }) => id)).toContain('T003');
});

it('goes on when a method fails, says why, and ends with 1', async () => {
  const methods = {
    broken: { retriever: { use: 'crossings', with: { failOn: 'T003' } } },
    loudness: { retriever: 'loudness' },
  };
  const cwd = await ownBenchmark({ methods });
  const ended = await sid(['compare', 'benchmark.yaml', '--json'], { cwd });
  expect(ended.code).toBe(1);
  expect(ended.stderr).toContain('Warning: broken failed:');
  const [loudness, broken] = (jsonOf(ended) as Board).methods.toSorted((a, b) => (a.name < b.name ? 1 : -1));
  expect(loudness).toMatchObject({ name: 'loudness', status: 'done' });
  expect(broken).toMatchObject({
    name: 'broken',
    status: 'failed',
    reason: expect.stringContaining('cannot listen to T003'),
  });
  const table = await sid(['compare', 'benchmark.yaml'], { cwd });
  expect(table.code).toBe(1);
  expect(table.stdout).toContain('broken failed:');
});

it('compares what the command line names, without a configuration', async () => {
  const cwd = await ownBenchmark();
  const args = [
    'compare',
    '--dataset',
    'sample100',
    '--root',
    'music',
    '--method',
    'landmark-invariant',
    '--results',
    'out',
    '--json',
  ];
  const ended = await sid(args, { cwd });
  expect(ended.code).toBe(0);
  const board = jsonOf(ended) as Board;
  expect(board.methods.map(({ name }) => name)).toEqual(['landmark-invariant']);
  // The collection is of unchanged excerpts: whoever finds anything finds them all.
  expect(board.methods[0]?.metrics['HR@1']?.mean).toBe(1);
  expect(JSON.parse(await readFile(join(cwd, 'out/sample100/board.json'), 'utf8'))).toEqual(board);
});
