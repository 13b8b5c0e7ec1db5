import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { SidError } from '@sid/core';
import type { Board } from '@sid/eval';
import { readAudio } from '@sid/runtime';
import { expect, it } from 'vitest';
import { writeMalformed } from '../malformed.ts';
import { writeCollection } from './collection.ts';
import { testFolder } from './folder.ts';
import { jsonOf, sid } from './sid.ts';

it('names each of 300 malformed files that cannot be used, and goes on without them', async () => {
  const cwd = await testFolder();
  await writeCollection(cwd, { references: 2, noise: 2 });
  // Without a list of noise every file that is neither query nor reference is noise.
  await rm(join(cwd, 'noise.csv'), { force: true });
  const broken: string[] = [];
  for await (const file of writeMalformed(join(cwd, 'audio'), 300, 3)) {
    const thrown = await readAudio({ id: file, file }, 11_025).catch((error: unknown) => error);
    if (thrown instanceof SidError) broken.push(file);
  }
  expect(broken.length).toBeGreaterThan(100);
  const compared = await sid(
    ['compare', '--dataset', 'sample100', '--root', '.', '-m', 'landmark-invariant', '--json'],
    { cwd },
  );
  expect(compared.code).toBe(0);
  const board = jsonOf(compared) as Board;
  const named = new Set(board.dataset.leftOut.map(({ file }) => file));
  expect(broken.filter((file) => !named.has(file))).toEqual([]);
  expect(board.methods[0]?.metrics['HR@1']?.mean).toBe(1);
});
