import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Board } from '@sid/eval';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { testFolder } from './folder.ts';
import { jsonOf, repository, sid } from './sid.ts';

const tiny = join(repository, 'configs/ci/tiny.yaml');

/** Every object may have the members that the schema names and no other, so that none stays undescribed. */
const closed = (schema: unknown): unknown => {
  if (Array.isArray(schema)) return schema.map(closed);
  if (typeof schema !== 'object' || schema === null) return schema;
  const members = Object.fromEntries(Object.entries(schema).map(([key, value]) => [key, closed(value)]));
  return members.type === 'object' && 'properties' in members && !('additionalProperties' in members)
    ? { ...members, additionalProperties: false }
    : members;
};

describe('sid compare on the tiny configuration', () => {
  let cwd = '';
  let board: Board;
  const file = (name: string): Promise<string> => readFile(join(cwd, '.sid/results', board.dataset.name, name), 'utf8');

  beforeAll(async () => {
    cwd = await testFolder(afterAll);
    const ended = await sid(['compare', tiny, '--json'], { cwd });
    expect(ended.stderr).toBe('');
    expect(ended.code).toBe(0);
    board = jsonOf(ended) as Board;
  });

  it('prints a board that fits the published schema', async () => {
    const schema = z.fromJSONSchema(
      closed(JSON.parse(await readFile(join(repository, 'docs/schema/board.schema.json'), 'utf8'))) as Parameters<
        typeof z.fromJSONSchema
      >[0],
    );
    const checked = schema.safeParse(board);
    expect(checked.success ? '' : z.prettifyError(checked.error)).toBe('');
    expect(board.schema).toBe('sid.board/1');
    expect(board.dataset.generated).toBe(true);
    expect(board.methods.map(({ name, status }) => `${name} ${status}`)).toEqual([
      'landmark done',
      'landmark-invariant done',
    ]);
    for (const { metrics } of board.methods) expect(metrics.MAP?.ci95).toHaveLength(2);
  });

  it('writes the same as board.json, and the leaderboard as Markdown and as one page', async () => {
    expect(JSON.parse(await file('board.json'))).toEqual(board);
    expect(await file('leaderboard.md')).toContain('landmark-invariant');
    expect(await file('leaderboard.html')).toMatch(/^<!doctype html>/i);
    for (const name of ['leaderboard.md', 'leaderboard.html']) expect(await file(name)).toMatch(/generated/i);
  });

  it('takes a second run from the results: the board is the same to the byte', async () => {
    const before = await file('board.json');
    const again = await sid(['compare', tiny, '--json'], { cwd });
    expect(jsonOf(again)).toEqual(board);
    expect(await file('board.json')).toBe(before);
  });

  it('rebuilds the same files from the results, without the cache', async () => {
    const names = ['board.json', 'leaderboard.md', 'leaderboard.html'];
    const before = await Promise.all(names.map(file));
    const rebuilt = await sid(['report', tiny, '--cache', 'elsewhere', '--json'], { cwd });
    expect(rebuilt.code).toBe(0);
    expect(jsonOf(rebuilt)).toEqual(board);
    expect(await Promise.all(names.map(file))).toEqual(before);
  });

  it('prints a table that says that the audio is generated, and where the files are', async () => {
    const { code, stdout, stderr } = await sid(['compare', tiny, '--quiet'], { cwd });
    expect(code).toBe(0);
    expect(stderr).toBe('');
    expect(stdout).toContain('Generated audio');
    expect(stdout).toMatch(/^ {2}landmark-invariant .*[01]\.\d{3} ± 0\.\d{3}/m);
    expect(stdout).toContain('MAP by class');
    expect(stdout).toContain(join(cwd, '.sid/results', board.dataset.name, 'leaderboard.html'));
  });

  it('runs only the methods it is asked for', async () => {
    const one = jsonOf(await sid(['compare', tiny, '--method', 'landmark-invariant', '--json'], { cwd })) as Board;
    expect(one.methods.map(({ name }) => name)).toEqual(['landmark-invariant']);
    expect(one.methods[0]?.metrics).toEqual(board.methods[1]?.metrics);
  });

  it('runs again when forced, with the same rankings', async () => {
    const forced = jsonOf(await sid(['compare', tiny, '--force', '--method', 'landmark', '--json'], { cwd })) as Board;
    expect(forced.methods[0]?.metrics).toEqual(board.methods[0]?.metrics);
  });
});
