import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { writeCollection } from './collection.ts';
import { testFolder } from './folder.ts';
import { jsonOf, sid } from './sid.ts';

it('indexes music, identifies what samples it, forgets a track', async () => {
  const cwd = await testFolder();
  await writeCollection(cwd, { references: 2, noise: 2 });
  await writeFile(join(cwd, 'audio', 'broken.wav'), 'RIFF but no more');
  const [t1, query] = ['T001', 'T002'].map((id) => join(cwd, 'audio', `${id}.wav`));
  const indexed = ['T001', 'T003'].map((id) => `audio/${id}.wav`);

  const added = await sid(['index', 'add', ...indexed, 'audio/broken.wav', '--index', 'my', '--json'], { cwd });
  expect(jsonOf(added)).toMatchObject({ tracks: 2, leftOut: [{ file: join(cwd, 'audio/broken.wav') }] });
  expect(jsonOf(await sid(['index', 'list', '--index', 'my', '--json'], { cwd }))).toMatchObject({
    method: 'landmark-invariant',
    tracks: [{ id: t1 }, { id: join(cwd, 'audio/T003.wav') }],
  });

  const ask = () => sid(['identify', 'audio/T002.wav', '--index', 'my', '--json'], { cwd });
  const found = jsonOf(await ask()) as { files: { file: string; matches: { track: string; where: unknown[] }[] }[] };
  expect(found.files[0]?.file).toBe(query);
  expect(found.files[0]?.matches[0]?.track).toBe(t1);
  const place = found.files[0]?.matches[0]?.where[0] as { query: { from: number }; reference: { from: number } };
  expect(place.query.from - place.reference.from).toBeCloseTo(1, 0);

  expect(jsonOf(await sid(['index', 'remove', 'audio/T001.wav', '--index', 'my', '--json'], { cwd }))).toEqual({
    removed: [t1],
  });
  const after = jsonOf(await ask()) as typeof found;
  expect(after.files[0]?.matches.map(({ track }) => track)).not.toContain(t1);
});

it('says what to do where there is no index', async () => {
  const cwd = await testFolder();
  const { code, stderr } = await sid(['identify', '.', '--index', 'none'], { cwd });
  expect(code).toBe(1);
  expect(stderr).toContain('sid index add');
});
