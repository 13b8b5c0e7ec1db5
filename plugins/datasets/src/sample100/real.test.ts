import { copyFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import type { Collection } from '@sid/core';
import { describe, expect, it, type TestContext } from 'vitest';
import { makeFolder, open, sharedFolder, tinyWav } from '../stand-in.test.helper.ts';
import { readAnnotations } from './annotations.ts';
import { sample100 } from './component.ts';

// The published tables are GPL-3.0 and not part of this repository. Where they lie beside it, they are read as they are.
const original = await sharedFolder('sample100');
const extended = await sharedFolder('sample100-ext');
const realAudio = await sharedFolder('realaudio-dev');

const needed = (folder: string | undefined, { skip }: TestContext): string => {
  if (folder === undefined) skip('the published metadata does not lie beside the repository');
  return folder ?? '';
};

/** The published tables over stand-ins for all their recordings and two of noise. */
const standIn = async (folder: string): Promise<string> => {
  const root = await makeFolder();
  await mkdir(join(root, 'audio'));
  for (const name of ['samples.csv', 'tracks.csv']) await copyFile(join(folder, name), join(root, name));
  for (let number = 1; number <= 199; number++)
    await writeFile(join(root, 'audio', `T${String(number).padStart(3, '0')}.wav`), tinyWav());
  return root;
};

const collect = async (root: string, options: object = {}): Promise<Collection> =>
  (await open(sample100, { root, ...options })).collect();
const pairs = ({ relations }: Collection): number =>
  new Set(relations.map(({ query, reference }) => `${query}-${reference}`)).size;
const count = (values: readonly (string | undefined)[]): Record<string, number> =>
  Object.fromEntries(
    [...new Set(values)].sort().map((value) => [String(value), values.filter((v) => v === value).length]),
  );
const roles = ({ references, queries }: Collection) => count([...references, ...queries].map(({ role }) => role));

describe('Sample100 as published', () => {
  it('has 106 relations, 90 pairs, 75 queries and 68 references', async (context) => {
    const root = await standIn(needed(original, context));
    const collection = await collect(root);
    expect(collection.relations).toHaveLength(106);
    expect(pairs(collection)).toBe(90);
    // 199 numbers, 144 of them in tracks.csv: the others count as noise here.
    expect(roles(collection)).toEqual({ noise: 55, query: 75, reference: 68 });
    expect(count(collection.relations.map((relation) => relation.class))).toEqual({
      beat: 33,
      'one note': 2,
      riff: 71,
    });
    expect(collection.leftOut).toEqual([]);
    expect(collection.notes[1]).toContain('Published figures use 320 noise tracks');
    const { info } = await open(sample100, { root });
    expect(info.version).toBe('2.0 (commit 0855005)');
    expect(info.licence).toContain('GPL-3.0');
    expect(await (await open(sample100, { root })).validate()).toEqual({ missing: [], corrupt: [] });
  });

  it('has 107 relations, 91 pairs and 76 queries with S102 put back', async (context) => {
    const collection = await collect(await standIn(needed(original, context)), { queries: 76 });
    expect(collection.relations).toHaveLength(107);
    expect(pairs(collection)).toBe(91);
    expect(roles(collection)).toEqual({ noise: 55, query: 76, reference: 68 });
  });

  it('is known with S102 put back by hand, too', async (context) => {
    const root = await standIn(needed(original, context));
    const bytes = await readFile(join(root, 'samples.csv'));
    await writeFile(
      join(root, 'samples.csv'),
      Buffer.concat([bytes, Buffer.from('\rS102,T177,T178,0,0,1,riff,no, \r')]),
    );
    const { relations, notes } = await collect(root);
    expect(relations).toHaveLength(107);
    expect(notes[1]).toContain('Published figures');
    expect((await open(sample100, { root })).info.version).toBe('2.0 (commit 0855005), 76 queries');
  });

  it('is the same from UTF-8 with LF', async (context) => {
    const root = await standIn(needed(original, context));
    const text = new TextDecoder('macintosh').decode(await readFile(join(root, 'samples.csv')));
    const before = await collect(root);
    await writeFile(join(root, 'samples.csv'), `${text.replaceAll('\r', '\n')}\n`);
    expect(await collect(root)).toEqual(before);
  });

  it('has no relation to evaluate for the labels of interpolation beyond its 106', async (context) => {
    const root = await standIn(needed(original, context));
    expect((await collect(root, { interpolation: 'exclude' })).relations).toHaveLength(91);
    expect((await collect(root, { interpolation: 'only' })).relations).toHaveLength(15);
  });
});

/** Seconds and how many stretches at least that long the authors' own index has. */
const published: readonly (readonly [number, number])[] = [
  [1, 971],
  [5, 540],
  [7, 456],
  [10, 349],
  [15, 230],
  [20, 161],
];

describe('the extended annotations as published', () => {
  it('cover 103 relations, with three corrected labels', async (context) => {
    const annotations = needed(extended, context);
    const root = await standIn(needed(original, context));
    const collection = await collect(root, { annotations });
    expect(collection.relations).toHaveLength(106);
    expect(collection.relations.filter(({ inQuery }) => inQuery[0]?.to !== undefined)).toHaveLength(103);
    expect(collection.relations.filter(({ tempoRatio }) => tempoRatio !== undefined)).toHaveLength(106);
    expect(collection.notes.join()).toContain('No extended annotations for S029, S032, S134');
    expect((await collect(root, { annotations, interpolation: 'exclude' })).relations).toHaveLength(91);
  });

  for (const [seconds, stretches] of published)
    it(`have the authors’ ${stretches} stretches of at least ${seconds} s`, async (context) => {
      const annotations = needed(extended, context);
      const root = await standIn(needed(original, context));
      const { queries, relations } = await collect(root, { annotations, shortQueries: seconds });
      expect(queries).toHaveLength(stretches);
      expect(new Set(relations.map(({ query }) => query)).size).toBe(stretches);
    });

  it('have 73 queries and 102 relations with a stretch of a second', async (context) => {
    const annotations = needed(extended, context);
    const { queries, notes } = await collect(await standIn(needed(original, context)), {
      annotations,
      shortQueries: 1,
    });
    expect(new Set(queries.map(({ file }) => file)).size).toBe(73);
    expect(new Set(queries.map(({ id }) => id.slice(5, 9))).size).toBe(102);
    expect(notes.join()).toContain('None that long: S029, S032, S082, S134.');
  });

  it('say the same as single files, but for S092, which only the merged file calls absence', async (context) => {
    const folder = needed(extended, context);
    const single = await readAnnotations(join(folder, 'annotations'));
    const merged = await readAnnotations(join(folder, 'index'));
    expect(single.occurrences.size).toBe(103);
    const differing = [...merged.occurrences].filter(
      ([id, one]) => !isDeepStrictEqual(one, single.occurrences.get(id)),
    );
    expect(differing.map(([id]) => id)).toEqual(['S092']);
  });
});

describe('real recordings in its format', () => {
  it('has 40 queries, 30 originals, 30 noise and 6 negatives, eight queries of each class', async (context) => {
    const collection = await collect(needed(realAudio, context));
    expect(roles(collection)).toEqual({ negative: 6, noise: 30, query: 40, reference: 30 });
    expect(collection.relations).toHaveLength(45);
    const classes = new Map(collection.relations.map((relation) => [relation.query, relation.class]));
    expect(count([...classes.values()])).toEqual({ both: 8, buried: 8, clean: 8, pitch: 8, tempo: 8 });
    expect(collection.leftOut).toEqual([]);
    for (const relation of collection.relations) {
      expect(relation.semitones).toBeTypeOf('number');
      expect(relation.tempoRatio).toBeTypeOf('number');
      expect(relation.levelDb).toBeTypeOf('number');
    }
  });
});
