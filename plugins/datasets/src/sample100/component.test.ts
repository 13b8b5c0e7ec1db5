import { basename, dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { failure, givenFor, makeFolder, open, smallCollection, smallTables, sounds } from '../stand-in.test.helper.ts';
import { sample100 } from './component.ts';

const collect = async (root: string, options: object = {}) => (await open(sample100, { root, ...options })).collect();
const ids = (list: readonly { readonly id: string }[]): readonly string[] => list.map(({ id }) => id);

describe('sample100: a whole collection', () => {
  it('takes sample_track_id for the query and original_track_id for the reference', async () => {
    const { references, queries, relations, leftOut } = await collect(await smallCollection());
    expect(references.map(({ id, role }) => `${id} ${role}`)).toEqual([
      'N001 noise',
      'N002 noise',
      'T002 reference',
      'T004 reference',
    ]);
    expect(queries.map(({ id, role }) => `${id} ${role}`)).toEqual(['T001 query', 'T003 query', 'T005 query']);
    expect(relations[1]).toEqual({
      id: 'S002',
      query: 'T001',
      reference: 'T004',
      inQuery: [{ from: 30 }],
      inReference: [{ from: 5 }],
      class: 'beat',
    });
    expect(relations.map((relation) => relation.class)).toEqual(['riff', 'beat', 'one note', 'riff']);
    expect(queries[0]?.title).toBe('Asker – One (1994)');
    expect(leftOut).toEqual([]);
  });

  it('reads the tables from the folder metadata and any case of extension', async () => {
    const root = await makeFolder({
      'metadata/samples.csv': smallTables['samples.csv'],
      'metadata/tracks.csv': smallTables['tracks.csv'],
      'audio/T001.FLAC': 'fLaC',
      'audio/T002.mp3': 'ID3',
    });
    expect(ids((await collect(root)).relations)).toEqual(['S001']);
  });

  it('reads root against the base folder', async () => {
    const root = await smallCollection();
    const dataset = await open(sample100, { root: basename(root) }, givenFor(dirname(root)));
    expect((await dataset.collect()).relations).toHaveLength(4);
  });

  it('takes noise from noise.csv where there is one, with titles, and tells what it lacks', async () => {
    const noise = 'track_id, artist, title, year, genre\nN002, Some, Noise, , \nN003, , , , \n';
    const { references, leftOut } = await collect(await smallCollection({ 'noise.csv': noise }));
    expect(references.filter(({ role }) => role === 'noise').map(({ id, title }) => [id, title])).toEqual([
      ['N002', 'Some – Noise'],
    ]);
    expect(leftOut).toEqual([{ id: 'N003', reason: 'No file audio/N003.* for this noise.' }]);
  });

  it('takes negatives.csv for queries that sample nothing, not for noise', async () => {
    const root = await smallCollection({ 'negatives.csv': 'sample_id,query\n,N001\n,X009\n' });
    const { queries, references, leftOut } = await collect(root);
    expect(queries.filter(({ role }) => role === 'negative').map(({ id }) => id)).toEqual(['N001']);
    expect(ids(references)).not.toContain('N001');
    expect(ids(leftOut)).toEqual(['X009']);
  });

  it('takes exact truth from manifest.csv', async () => {
    const manifest = [
      'sample_id,query,original,label,snr_db,semitones,tempo,chopped,t_original,excerpt_s,t_sample',
      'S001,T001,T002,both,-3.5,-2,1.25,0,10.25,5,4.5',
      'S002,T001,T004,pitch,6,3.500,1.000,1,5.5,2,30.75',
      '',
    ].join('\n');
    const { relations } = await collect(await smallCollection({ 'manifest.csv': manifest }));
    expect(relations[0]).toEqual({
      id: 'S001',
      query: 'T001',
      reference: 'T002',
      inQuery: [{ from: 4.5, to: 8.5 }],
      inReference: [{ from: 10.25, to: 15.25 }],
      semitones: -2,
      tempoRatio: 1.25,
      levelDb: -3.5,
      class: 'both',
    });
    expect(relations[1]?.inQuery).toEqual([{ from: 30.75 }]);
    expect(relations[1]?.inReference).toEqual([{ from: 5.5, to: 7.5 }]);
    expect(relations[2]?.class).toBe('one note');
    const byType = await collect(await smallCollection({ 'manifest.csv': manifest }), { classes: 'sample_type' });
    expect(byType.relations[0]?.class).toBe('riff');
  });

  it('chooses by the label of interpolation and keeps the references in the index', async () => {
    const root = await smallCollection();
    const without = await collect(root, { interpolation: 'exclude' });
    expect(ids(without.relations)).toEqual(['S001', 'S004']);
    expect(ids(without.queries)).toEqual(['T001', 'T003']);
    expect(ids(without.references)).toEqual(['N001', 'N002', 'T002', 'T004']);
    const only = await collect(root, { interpolation: 'only', classes: 'interpolation' });
    expect(only.relations.map((relation) => [relation.id, relation.class])).toEqual([
      ['S002', 'maybe'],
      ['S005', 'yes'],
    ]);
  });

  it('says that it is not Sample100 itself', async () => {
    const root = await smallCollection();
    const { info } = await open(sample100, { root, name: 'mine', licence: 'CC0', citation: 'me' });
    expect(info).toMatchObject({ name: 'mine', licence: 'CC0', citation: 'me', generated: false });
    expect(info.description).toContain('It is not Sample100.');
    expect((await collect(root)).notes[1]).toContain("The relations are not Sample100's");
  });
});

describe('sample100: a part of a collection', () => {
  it('leaves out what has no sound, and queries without any usable reference', async () => {
    const root = await smallCollection({ 'audio/T002.wav': undefined, 'audio/T003.wav': '' });
    const { references, queries, relations, leftOut, notes } = await collect(root);
    expect(ids(relations)).toEqual(['S002']);
    expect(ids(queries)).toEqual(['T001']);
    expect(ids(references)).toEqual(['N001', 'N002', 'T004']);
    expect(leftOut.map(({ id, reason }) => `${id}: ${reason}`)).toEqual([
      'S001: No sound for its reference T002.',
      'S004: No sound for its query T003.',
      'S005: No sound for its reference T002.',
      'T002: No file audio/T002.* for this reference (Source – Two (1970)).',
      'T003: The file of this query (Asker – Three (1995)) is empty.',
      'T005: None of its references has sound (T002).',
    ]);
    expect(notes[0]).toBe(
      '1 of 4 relations can be evaluated (1 of 4 pairs; 1 queries, 1 references, 2 noise tracks, 0 negatives).',
    );
  });

  it('names the folder for the recordings where nothing can be evaluated', async () => {
    const root = await makeFolder({ ...smallTables, ...sounds(['T001', 'N001']) });
    const error = await failure(collect(root));
    expect(error.code).toBe('SID_DATASET_EMPTY');
    expect(error.message).toContain(`Put the recordings into ${root}/audio`);
  });

  it('leaves out rows that cannot be right, and goes on with the others', async () => {
    const rows =
      smallTables['samples.csv'] +
      [
        'S006,T002,T999,0,0,1,riff,no, ',
        'S007,T002,T003,soon,0,1,riff,no, ',
        'S001,T004,T005,0,0,1,riff,no, ',
        'S008,T003,T005,0,0,1,riff,no, ',
        '',
      ].join('\n');
    const root = await smallCollection({ 'samples.csv': rows, ...sounds(['T999']) });
    const { references, relations, leftOut, notes } = await collect(root);
    // T003 is sampled by the wrong row S008 and samples itself: S004 and S007 would put a query into the index.
    expect(ids(relations)).toEqual(['S001', 'S002', 'S005', 'S008']);
    expect(ids(leftOut)).toEqual(['S001 (line 8)', 'S004', 'S006', 'S007']);
    expect(leftOut[2]?.reason).toBe('Line 6: sample_track_id is "T999", which tracks.csv does not list.');
    expect(ids(references)).not.toContain('T999');
    expect(notes.join()).toContain('4 rows of the tables are wrong');
  });
});

describe('sample100: what is wrong with it', () => {
  it('asks for a root and says how to get the tables', () => {
    const parsed = sample100.options.safeParse({});
    expect(parsed.error?.issues[0]?.message).toContain('sid datasets get sample100 --root FOLDER');
    expect(sample100.options.safeParse({ root: 'a', shortQueries: 4 }).error?.issues[0]?.message).toContain(
      'shortQueries needs annotations',
    );
    expect(sample100.options.safeParse({ root: 'a', rooot: 'b' }).success).toBe(false);
  });

  it('says which table is not there, and where it looked', async () => {
    const folder = await makeFolder({ 'samples.csv': smallTables['samples.csv'] });
    const noTracks = await failure(collect(folder));
    expect(noTracks.code).toBe('SID_DATASET_METADATA');
    expect(noTracks.message).toContain(`There is no tracks.csv in ${folder} or its folder metadata.`);
    expect(noTracks.message).toContain('sid datasets get sample100');
    const noRoot = await failure(collect(join(folder, 'none')));
    expect(noRoot.message).toContain(`since the folder ${join(folder, 'none')} does not exist`);
  });

  it('cannot put back S102 into another collection', async () => {
    const error = await failure(collect(await smallCollection(), { queries: 76 }));
    expect(error.code).toBe('SID_OPTIONS_INVALID');
    expect(error.message).toContain('Use queries: 75');
  });

  it('tells missing from corrupt', async () => {
    const manifest = 'sample_id,query,original,tempo\nS001,T003,T002,1\nS002,T001,T004,fast\n';
    const root = await smallCollection({
      'audio/T001.wav': undefined,
      'audio/T002.wav': '',
      'audio/T004.wav': '<html>',
      'audio/T003.mp3': 'ID3',
      'manifest.csv': manifest,
    });
    const { missing, corrupt } = await (await open(sample100, { root })).validate();
    expect(ids(missing)).toEqual(['T001']);
    expect(corrupt.map(({ id, reason }) => `${id}: ${reason}`)).toEqual([
      'S001: S001 is T003 sampling T002 here, but T001 sampling T002 in samples.csv.',
      'S002: Line 3: tempo is "fast", which is not a number.',
      'T002: The file of this reference (Source – Two (1970)) is empty.',
      `T003: A second file for T003; ${join(root, 'audio', 'T003.wav')} is used.`,
      'T004: The content is not a known sound format (it starts with "<htm").',
    ]);
  });
});
