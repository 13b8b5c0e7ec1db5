import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Audio, canonicalJson, type Dataset, type Store, type Workers } from '@sid/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import make, { type MakeJob } from '../make.ts';
import { mixDown } from '../song/master.ts';
import { composeSong } from '../song/render.ts';
import { artificial } from './artificial.ts';

const small = {
  references: 2,
  noise: 1,
  queriesPerClass: 1,
  negatives: 1,
  songSeconds: 10,
  querySeconds: 8,
  excerptSeconds: [1, 4],
  sampleRate: 11_025,
};

/** A store and workers in memory that count what they do. `fail`: the workers break after so many jobs. */
const fakes = (folder: string, fail = Number.POSITIVE_INFINITY) => {
  const kept = new Map<string, Uint8Array>();
  const counts = { stored: 0, jobs: 0 };
  const pathOf = (kind: string, key: unknown, extension: string) => `${kind}/${canonicalJson(key)}.${extension}`;
  const store: Store = {
    peek: (kind, key, extension) => {
      const path = pathOf(kind, key, extension);
      return Promise.resolve(kept.has(path) ? path : undefined);
    },
    file: async (kind, key, extension, produce) => {
      const path = pathOf(kind, key, extension);
      if (!kept.has(path)) {
        kept.set(path, await produce());
        counts.stored++;
      }
      if (extension !== 'probe') return path;
      const real = join(folder, `${counts.stored}.probe`);
      await writeFile(real, kept.get(path) ?? new Uint8Array());
      return real;
    },
  };
  let left = fail;
  const workers: Workers = {
    size: 2,
    // The runtime's pool runs the module itself; here its default export is called directly.
    async *map(_, inputs) {
      for (const input of inputs) {
        if (left-- <= 0) throw new Error('killed');
        counts.jobs++;
        yield (await Promise.resolve(make(input as unknown as MakeJob))) as never;
      }
    },
  };
  return {
    store,
    workers,
    kept,
    counts,
    revive: () => {
      left = Number.POSITIVE_INFINITY;
    },
  };
};

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sid-artificial-'));
});
afterAll(() => rm(folder, { recursive: true }));

const recording = (id: string): Audio => ({
  id,
  sampleRate: 11_025,
  samples: mixDown(composeSong(id, { seconds: 12, sampleRate: 11_025 })),
});

/** Cuts from one song whatever the file; files with "broken" in their name cannot be read. */
const readAudio = (
  file: { id: string; file: string; from?: number; to?: number },
  sampleRate: number,
): Promise<Audio> => {
  if (file.file.includes('broken')) return Promise.reject(new Error('not audio'));
  const { samples } = recording('own');
  return Promise.resolve({
    id: file.id,
    sampleRate,
    samples: samples.slice(Math.round((file.from ?? 0) * sampleRate), Math.round((file.to ?? 12) * sampleRate)),
  });
};

const open = async (
  given: object,
  { store, workers }: Pick<ReturnType<typeof fakes>, 'store' | 'workers'>,
): Promise<Dataset> =>
  artificial.create(artificial.options.parse(given), {
    store,
    workers,
    progress: { start: () => ({ advance: () => undefined, end: () => undefined }) },
    seed: 5,
    baseFolder: folder,
    readAudio,
  });

it('has a name of its own where the music is one, or where one is given: results of different kinds do not mix', async () => {
  const nameWith = async (options: Readonly<Record<string, unknown>>) =>
    (await open({ ...small, ...options }, fakes(folder))).info.name;
  expect(await nameWith({})).toBe('artificial');
  expect(await nameWith({ root: '/music/My Records' })).toBe('artificial-My-Records');
  expect(await nameWith({ root: '/music', name: 'mine' })).toBe('mine');
});

describe('artificial, generated', () => {
  it('collects what the options say', async () => {
    const fake = fakes(folder);
    const dataset = await open(small, fake);
    const { references, queries, relations, leftOut } = await dataset.collect();
    expect(dataset.info.generated).toBe(true);
    expect(references.map(({ id, role }) => `${id} ${role}`)).toEqual([
      'R001 reference',
      'R002 reference',
      'N001 noise',
    ]);
    expect(queries.map(({ id, role }) => `${id} ${role}`)).toEqual([
      'Q001 query',
      'Q002 query',
      'Q003 query',
      'Q004 query',
      'Q005 query',
      'X001 negative',
    ]);
    expect(relations.map((relation) => relation.class)).toEqual(['clean', 'pitch', 'tempo', 'both', 'buried']);
    expect(relations.every(({ reference }) => references.some(({ id }) => id === reference))).toBe(true);
    expect(leftOut).toEqual([]);
    for (const { file } of [...references, ...queries]) {
      const bytes = fake.kept.get(file);
      expect(new TextDecoder().decode(bytes?.subarray(0, 4))).toBe('RIFF');
    }
  });

  it('makes nothing twice, and keeps songs when only queries change', async () => {
    const fake = fakes(folder);
    const first = await (await open(small, fake)).collect();
    const { stored } = fake.counts;
    expect(stored).toBe(9);
    expect(await (await open(small, fake)).collect()).toEqual(first);
    expect(fake.counts).toEqual({ stored, jobs: 4 });
    const more = await (await open({ ...small, queriesPerClass: 2 }, fake)).collect();
    expect(fake.counts.stored).toBeLessThanOrEqual(stored + 10);
    expect(more.references).toEqual(first.references);
  });

  it('continues an interrupted collection', async () => {
    const fake = fakes(folder, 2);
    await expect((await open(small, fake)).collect()).rejects.toThrow('killed');
    const before = fake.counts.stored;
    expect(before).toBeGreaterThan(1);
    fake.revive();
    await (await open(small, fake)).collect();
    expect(fake.counts.stored).toBe(9);
    expect(fake.counts.jobs).toBe(4);
  });

  it('makes a grid with exactly its values', async () => {
    const grid = { semitones: [-3, 0], tempo: [1, 1.2] };
    const { relations } = await (
      await open({ ...small, grid, negatives: 0, layers: 'none', effects: false }, fakes(folder))
    ).collect();
    expect(relations.map(({ semitones, tempoRatio, class: name }) => [semitones, tempoRatio, name])).toEqual([
      [-3, 1, 'pitch'],
      [-3, 1.2, 'both'],
      [0, 1, 'clean'],
      [0, 1.2, 'tempo'],
    ]);
    expect(relations.every(({ levelDb }) => levelDb === undefined)).toBe(true);
  });

  it('stays inside the ranges', async () => {
    const options = {
      ...small,
      references: 3,
      noise: 0,
      negatives: 0,
      queriesPerClass: 12,
      songSeconds: 12,
      querySeconds: [6, 9],
    };
    const { relations } = await (
      await open(options, {
        ...fakes(folder),
        workers: {
          size: 1,
          async *map(_, inputs) {
            for (const _input of inputs)
              yield { song: new Uint8Array(1), queries: Array.from({ length: 60 }, () => new Uint8Array(1)) } as never;
          },
        },
      })
    ).collect();
    expect(relations).toHaveLength(60);
    for (const { inQuery, inReference, semitones = 0, tempoRatio = 1, levelDb = 0, class: name } of relations) {
      expect(Math.abs(semitones)).toBeLessThanOrEqual(4);
      expect(tempoRatio).toBeGreaterThanOrEqual(0.75);
      expect(tempoRatio).toBeLessThanOrEqual(1.35);
      expect(levelDb <= -6).toBe(name === 'buried');
      for (const { from, to = 0 } of [...inQuery, ...inReference]) expect(to).toBeGreaterThan(from);
      for (const { from, to = 0 } of inQuery) expect(from >= 0 && to <= 9).toBe(true);
      for (const { from, to = 0 } of inReference) expect(from >= 0 && to <= 16).toBe(true);
    }
  });
});

describe('artificial, own music', () => {
  it('deals the files of a folder, leaves out broken ones and says so', async () => {
    const root = join(folder, 'music');
    await mkdir(join(root, 'deep'), { recursive: true });
    for (const name of [
      'a.wav',
      'b.MP3',
      'deep/c.flac',
      'deep/d.ogg',
      'e.opus',
      'broken1.wav',
      'broken2.wav',
      'notes.txt',
      '.hidden.wav',
    ]) {
      await writeFile(join(root, name), name);
    }
    const fake = fakes(folder);
    const dataset = await open({ ...small, references: 3, noise: 9, root: 'music' }, fake);
    const { references, queries, leftOut, notes } = await dataset.collect();
    expect(dataset.info.generated).toBe(false);
    expect(references.filter(({ role }) => role === 'reference')).toHaveLength(3);
    expect(new Set(references.map(({ file }) => file)).size).toBe(references.length);
    expect(references.some(({ title }) => title === 'notes.txt' || title === '.hidden.wav')).toBe(false);
    expect(references.filter(({ role }) => role === 'reference').every(({ title }) => !title?.includes('broken'))).toBe(
      true,
    );
    expect(references.length + leftOut.length).toBe(6);
    expect(leftOut.every(({ reason }) => reason === 'not audio')).toBe(true);
    expect(queries).toHaveLength(6);
    expect(notes.join(' ')).toContain('7 audio files');
    expect((await dataset.validate()).corrupt.map(({ id }) => id)).toEqual(['broken1.wav', 'broken2.wav']);
    const { stored } = fake.counts;
    await dataset.collect();
    expect(fake.counts.stored).toBe(stored);
  });

  it('says what to do where there are too few files, or no folder', async () => {
    await mkdir(join(folder, 'few'), { recursive: true });
    await writeFile(join(folder, 'few', 'a.wav'), '');
    await expect((await open({ root: 'few' }, fakes(folder))).collect()).rejects.toMatchObject({
      code: 'SID_DATASET_EMPTY',
      message: expect.stringMatching(/holds 1 audio file.*21 are needed/),
    });
    await expect((await open({ root: 'nowhere' }, fakes(folder))).collect()).rejects.toMatchObject({
      code: 'SID_DATASET_EMPTY',
      message: expect.stringContaining('nowhere'),
    });
  });
});

describe('options', () => {
  it('have the defaults of the default benchmark', () => {
    expect(artificial.options.parse({})).toMatchObject({
      references: 20,
      noise: 60,
      queriesPerClass: 10,
      negatives: 8,
      sampleRate: 22_050,
    });
  });

  it('refuse buried samples without layers', async () => {
    await expect(open({ classes: ['buried'], layers: 'none' }, fakes(folder))).rejects.toMatchObject({
      code: 'SID_OPTIONS_INVALID',
      message: expect.stringContaining('buried'),
    });
  });

  it.each([
    [{ reference: 3 }],
    [{ references: 0 }],
    [{ classes: ['loud'] }],
    [{ excerptSeconds: [8, 1] }],
    [{ layers: { buried: [-6, -12] } }],
    [{ layers: 'some' }],
    [{ grid: { semitones: [], tempo: [1] } }],
    [{ grid: { semitones: [1], tempo: [9] } }],
  ])('refuse %j', (given) => {
    expect(artificial.options.safeParse(given).success).toBe(false);
  });
});
